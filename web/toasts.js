// @ts-check
// Short messages that come and go, and words for screen readers.

import { find, make, setText } from "./dom.js";

const LASTS = 8000;

/** @param {string} text @param {"info"|"error"} [kind]  an error stays until it is closed */
export const toast = (text, kind = "info") => {
    const element = make("div", "toast", "");
    element.dataset.kind = kind;
    const close = make("button", "button button-quiet", "✕");
    close.setAttribute("aria-label", "Dismiss");
    close.addEventListener("click", () => element.remove());
    element.append(make("p", "", text), close);
    find("#toasts").append(element);
    if (kind === "info") setTimeout(() => element.remove(), LASTS);
};

/** Says a change of state to screen readers; progress is never said. @param {string} text */
export const announce = (text) => setText(find("#announcer"), text);
