// @ts-check
// A secret that the server holds and never tells: shown as kept, until one replaces it.

import { find, show } from "./dom.js";

export class Secret {
    #input;
    #kept;
    #isHeld = false;

    /** @param {HTMLElement} element  holds a password input, and a `.kept` with the button that replaces it */
    constructor(element) {
        this.#input = /** @type {HTMLInputElement} */ (find("input", element));
        this.#kept = /** @type {HTMLElement} */ (find(".kept", element));
        find("button", this.#kept).addEventListener("click", () => {
            this.#show(false);
            this.#input.focus();
        });
        this.hold(false);
    }

    /** Whether the server's value stays: it has one and none was given instead. */
    get isKept() {
        return this.#isHeld && this.#input.value === "";
    }

    /** @param {boolean} isHeld  whether the server has a value */
    hold(isHeld) {
        this.#isHeld = isHeld;
        if (isHeld) this.#input.placeholder = "empty keeps it";
        this.#show(isHeld);
    }

    /** @param {boolean} isKept */
    #show(isKept) {
        show(this.#kept, isKept);
        show(this.#input, !isKept);
    }
}
