// Short messages that come and go, words for screen readers, and notifications of the browser.

import { find, make, setText, show } from "./dom.js";
import { keep, kept } from "./kept.js";

const LASTS = 8000;

/** An error stays until it is closed. */
export const toast = (text, kind = "info") => {
    const element = make("div", "toast");
    element.dataset.kind = kind;
    const close = make("button", "button button-quiet", "✕");
    close.setAttribute("aria-label", "Dismiss");
    close.addEventListener("click", () => element.remove());
    element.append(make("p", "", text), close);
    find("#toasts").append(element);
    if (kind === "info") setTimeout(() => element.remove(), LASTS);
};

/** Says a change of state to screen readers; progress is never said. */
export const announce = (text) => setText(find("#announcer"), text);

const CHOICE = "notify";

/** The switch for notifications, off until somebody wants them. */
export class Notify {
    #switch = find("#notify");

    constructor() {
        show(find("#notify-label"), "Notification" in window);
        this.#switch.checked = kept(CHOICE) === "on" && "Notification" in window && Notification.permission === "granted";
        this.#switch.addEventListener("change", async () => {
            if (this.#switch.checked && (await Notification.requestPermission()) !== "granted") {
                this.#switch.checked = false;
                toast("Your browser does not let this page notify you. Allow it in the site's settings first.", "error");
            }
            keep(CHOICE, this.#switch.checked ? "on" : "off");
        });
    }

    /** Tells of them while nobody looks at the page; several tabs make one notification. */
    failed(failed) {
        if (!this.#switch.checked || !document.hidden) return;
        for (const { name, failure } of failed) {
            const notification = new Notification(`${name} failed`, { body: failure?.message ?? "", tag: name, icon: "icon.svg" });
            notification.addEventListener("click", () => window.focus());
        }
    }
}
