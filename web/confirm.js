// Asks before what cannot be taken back, or takes long.

import { closable, find, setText } from "./dom.js";
import { plural } from "./words.js";

/** Asks in a dialog whose button “yes” does it; what has to be typed first may be given. */
const ask = (id, title, typed) => {
    const dialog = find(id);
    const yes = find('[value="yes"]', dialog);
    closable(dialog);
    setText(find("h2", dialog), title);
    dialog.returnValue = "no";
    if (typed) {
        const input = find("input", dialog);
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

export const confirmRemoval = (name) => ask("#removal", `Remove ${name}?`, name);

export const confirmRollback = (name, commit) => ask("#rollback", `Take ${name} back to ${commit.slice(0, 9)}?`);

export const confirmBulk = (word, names) => {
    setText(find("#bulk-names"), names.join(", "));
    setText(find("#bulk-confirm"), word);
    return ask("#bulk-dialog", `${word} ${plural(names.length, "app")}?`);
};
