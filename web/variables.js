// @ts-check
// The rows of environment variables.

import { find } from "./dom.js";
import { VariableRow } from "./variable_row.js";

/** @typedef {import("./variable_row.js").Variable} Variable */
/** @typedef {import("./field.js").Field} Field */

export class Variables {
    #list;
    #add;
    /** @type {VariableRow[]} */
    #rows = [];

    /** @param {HTMLElement} element  holds the list and the button that adds to it */
    constructor(element) {
        this.#list = /** @type {HTMLElement} */ (find("ul", element));
        this.#add = /** @type {HTMLButtonElement} */ (find("[data-add]", element));
        this.#add.addEventListener("click", () => this.#append().focus());
    }

    /** @returns {Variable[]} */
    get values() {
        return this.#rows.filter((row) => !row.isBlank).map((row) => row.variable);
    }

    get isFine() {
        return this.#rows.every((row) => row.isBlank || row.isFine);
    }

    /** Shows what is wrong in any row, and drops rows that say nothing, so that places are those that the server counts. */
    touch() {
        for (const row of this.#rows.filter((row) => row.isBlank)) this.#remove(row);
        for (const row of this.#rows) row.touch();
    }

    /** @param {Variable[]} variables */
    fill(variables) {
        this.clear();
        for (const variable of variables) this.#append(variable);
    }

    clear() {
        for (const row of [...this.#rows]) this.#remove(row);
    }

    /** @param {number} index @param {string} part  "name" or "value" @returns {Field|undefined} */
    field(index, part) {
        const row = this.#rows[index];
        return part === "value" ? row?.value : row?.name;
    }

    /** @param {Variable} [variable] */
    #append(variable) {
        const row = new VariableRow((name) => this.#rows.some((other) => other !== row && other.name.value === name), variable);
        find(".variable-remove", row.element).addEventListener("click", () => this.#take(row));
        row.name.input.addEventListener("paste", (event) => this.#paste(event, row));
        this.#rows.push(row);
        this.#list.append(row.element);
        return row;
    }

    /** Takes a row away and leaves the focus where one goes on. @param {VariableRow} row */
    #take(row) {
        const next = this.#rows[this.#rows.indexOf(row) + 1];
        this.#remove(row);
        if (next) next.focus();
        else this.#add.focus();
        this.#list.dispatchEvent(new Event("input", { bubbles: true }));
    }

    /** @param {VariableRow} row */
    #remove(row) {
        row.element.remove();
        this.#rows.splice(this.#rows.indexOf(row), 1);
    }

    /** Lines such as those of an .env file become rows. @param {ClipboardEvent} event @param {VariableRow} row */
    #paste(event, row) {
        const pasted = parseVariables(event.clipboardData?.getData("text/plain") ?? "");
        if (pasted.length === 0) return;
        event.preventDefault();
        if (row.isBlank) this.#remove(row);
        for (const variable of pasted) this.#append(variable);
        this.#rows.at(-1)?.focus();
        this.#list.dispatchEvent(new Event("input", { bubbles: true }));
    }
}

/** The variables of lines such as NAME=value; none where any line is no such thing. @param {string} text @returns {Variable[]} */
export const parseVariables = (text) => {
    const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
    const found = lines.map((line) => /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(["']?)(.*)\2$/.exec(line));
    if (found.includes(null)) return [];
    return found.flatMap((match) => (match ? [{ name: match[1], value: match[3], secret: false }] : []));
};
