// @ts-check
// One input, its rule, and the place of its error.

import { setAttribute, setText } from "./dom.js";

export class Field {
    input;
    #error;
    #rule;
    #keepsSpaces;
    /** Once it was left with something in it, its error shows while one types. */
    #isTouched = false;

    /**
     * @param {HTMLInputElement} input
     * @param {HTMLElement} error  where its error is written; both get their ids together
     * @param {(value: string) => string} rule  an empty answer is fine
     * @param {{id: string, keepsSpaces?: boolean}} options  `id` is the page's only one, the error's id follows from it
     */
    constructor(input, error, rule, { id, keepsSpaces = false }) {
        this.input = input;
        this.#error = error;
        this.#rule = rule;
        this.#keepsSpaces = keepsSpaces;
        error.id = `${id}-error`;
        setAttribute(input, "aria-describedby", [error.id, input.getAttribute("aria-describedby") ?? ""].join(" ").trim());
        input.addEventListener("input", () => this.check());
        input.addEventListener("focusout", (event) => {
            // While something is pressed, an error that appears would move it away from under the click.
            const isPressed = document.querySelector(":active") !== null;
            const next = event.relatedTarget;
            const isText = next instanceof HTMLInputElement && next.type !== "checkbox";
            if (input.value && (isText || !isPressed)) this.touch();
        });
    }

    get value() {
        return this.#keepsSpaces ? this.input.value : this.input.value.trim();
    }

    get isFine() {
        return this.#rule(this.value) === "";
    }

    /** Shows from now on what is wrong. @returns {boolean} whether it is fine */
    touch() {
        this.#isTouched = true;
        return this.check();
    }

    check() {
        const error = this.#rule(this.value);
        if (this.#isTouched || !error) this.showError(error);
        return !error;
    }

    /** @param {string} error  unfolds what hides the input; nothing takes an error away */
    showError(error) {
        setText(this.#error, error);
        setAttribute(this.input, "aria-invalid", error ? "true" : null);
        const folded = this.input.closest("details");
        if (error && folded) folded.open = true;
    }

    reset() {
        this.#isTouched = false;
        this.showError("");
    }
}
