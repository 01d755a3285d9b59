// @ts-check
// Asks before what cannot be taken back, or takes long.

import { closable, find, setText } from "./dom.js";

for (const id of ["#removal", "#rollback"]) closable(find(id));

/**
 * @param {string} id  of the dialog, whose button "yes" does it
 * @param {string} title
 * @param {string} [typed]  what has to be typed first
 * @returns {Promise<boolean>} whether it shall be done
 */
const ask = (id, title, typed) => {
    const dialog = /** @type {HTMLDialogElement} */ (find(id));
    const yes = /** @type {HTMLButtonElement} */ (find('[value="yes"]', dialog));
    setText(find("h2", dialog), title);
    dialog.returnValue = "no";
    if (typed) {
        const input = /** @type {HTMLInputElement} */ (find("input", dialog));
        setText(find("label b", dialog), typed);
        input.value = "";
        input.oninput = () => (yes.disabled = input.value.trim() !== typed);
        yes.disabled = true;
    }
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
};

/** @param {string} name */
export const confirmRemoval = (name) => ask("#removal", `Remove ${name}?`, name);

/** @param {string} name @param {string} commit */
export const confirmRollback = (name, commit) => ask("#rollback", `Take ${name} back to ${commit.slice(0, 9)}?`);
