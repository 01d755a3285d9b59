// @ts-check
// Asks before an app is removed.

import { find, setText } from "./dom.js";

/** @param {string} name @returns {Promise<boolean>} whether it shall be removed */
export const confirmRemoval = (name) => {
    const dialog = /** @type {HTMLDialogElement} */ (find("#removal"));
    setText(find("#removal-title"), `Remove ${name}?`);
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "remove"), { once: true });
    });
};
