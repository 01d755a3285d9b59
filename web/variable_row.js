// @ts-check
// One environment variable in a form: its name, its value, whether it is a secret.

import { find } from "./dom.js";
import { Field } from "./field.js";
import { rules } from "./rules.js";
import { Secret } from "./secret.js";

/** @typedef {{name: string, value: string|null, secret: boolean}} Variable  a secret that is kept has no value */

export class VariableRow {
    static #count = 0;

    element;
    name;
    value;
    #secret;
    #isSecret;

    /**
     * @param {(name: string) => boolean} isTaken  whether another row has this name
     * @param {Variable} [variable]
     */
    constructor(isTaken, { name, value, secret } = { name: "", value: "", secret: false }) {
        const template = /** @type {HTMLTemplateElement} */ (find("#variable-template"));
        this.element = /** @type {HTMLElement} */ (find("li", template.content).cloneNode(true));
        this.#isSecret = /** @type {HTMLInputElement} */ (find(".variable-secret input", this.element));
        this.#secret = new Secret(find(".secret", this.element));
        const id = `variable-${(VariableRow.#count += 1)}`;
        const part = (/** @type {string} */ name, /** @type {(value: string) => string} */ rule) =>
            new Field(find(`.variable-${name}`, this.element), find(`[data-error="${name}"]`, this.element), rule, {
                id: `${id}-${name}`,
                keepsSpaces: name === "value",
            });
        this.name = part("name", (text) => rules.variable_name(text) || (isTaken(text) ? "This name is there already." : ""));
        this.value = part("value", (text) => (this.#secret.isKept ? "" : rules[this.#isSecret.checked ? "secret_value" : "variable_value"](text)));
        this.#isSecret.addEventListener("change", () => this.#veil());

        this.name.input.value = name;
        this.value.input.value = value ?? "";
        this.#isSecret.checked = secret;
        // The server finds a kept value by its name.
        this.name.input.readOnly = this.#isSecret.disabled = secret && value === null;
        if (secret && value === null) this.#secret.hold(true);
        this.#veil();
    }

    get isBlank() {
        return this.name.value === "" && this.value.value === "";
    }

    get isFine() {
        return this.name.isFine && this.value.isFine;
    }

    /** @returns {Variable} */
    get variable() {
        const value = this.#secret.isKept ? null : this.value.value;
        return { name: this.name.value, value, secret: this.#isSecret.checked };
    }

    touch() {
        this.name.touch();
        this.value.touch();
    }

    focus() {
        this.name.input.focus();
    }

    #veil() {
        this.value.input.type = this.#isSecret.checked ? "password" : "text";
        this.value.check();
    }
}
