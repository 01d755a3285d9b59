// @ts-check
// Search, filters, order and layout of the list. The address holds the choice, so that a view can be passed on.

import { find, make, setAttribute, setText, show } from "./dom.js";
import { addressOf, GROUPS, readFilters } from "./filters.js";
import { keep, kept } from "./kept.js";

/** @typedef {import("./filters.js").Filters} Filters */

const LAYOUT = "layout";

export class Toolbar {
    /** @type {HTMLFormElement} */
    #form = find("#tools");
    #groups = find("#groups");
    /** @type {HTMLSelectElement} */
    #owner = find("#owner");
    #filters = readFilters(new URLSearchParams());
    #list;

    /** @param {import("./list.js").AppList} list */
    constructor(list) {
        this.#list = list;
        for (const { id, word } of GROUPS) {
            const chip = make("button", "chip", word);
            chip.dataset.group = id;
            setAttribute(chip, "type", "button");
            chip.append(make("span", "chip-count", ""));
            chip.addEventListener("click", () => this.#choose({ state: id }));
            this.#groups.append(chip);
        }
        this.#form.addEventListener("submit", (event) => event.preventDefault());
        this.#form.addEventListener("input", (event) => {
            const { name, value } = /** @type {HTMLInputElement} */ (event.target);
            this.#choose({ [name]: value });
        });
        find("#clear-filters").addEventListener("click", () => {
            this.#choose({ q: "", state: "", owner: "" });
            this.focus();
        });
        for (const button of this.#form.querySelectorAll("[data-layout]")) {
            button.addEventListener("click", () => this.#layOut(button.getAttribute("data-layout") ?? ""));
        }
        this.#layOut(kept(LAYOUT) ?? "cards");
    }

    /** @param {URLSearchParams} parameters  as the address has them */
    open(parameters) {
        this.#filters = readFilters(parameters);
        this.#show();
        this.#list.filter(this.#filters);
    }

    focus() {
        const search = /** @type {HTMLInputElement} */ (find("#search"));
        search.focus();
        search.select();
    }

    /** How many apps each choice would show. @param {Map<string, number>} groups @param {Map<string, number>} owners */
    count(groups, owners) {
        show(this.#form, true);
        for (const chip of this.#groups.children) {
            setText(find(".chip-count", chip), String(groups.get(/** @type {HTMLElement} */ (chip).dataset.group ?? "") ?? 0));
        }
        const names = new Set(["", ...owners.keys(), this.#filters.owner]);
        for (const option of [...this.#owner.options]) if (!names.has(option.value)) option.remove();
        for (const name of names) {
            let option = [...this.#owner.options].find(({ value }) => value === name);
            if (!option) {
                option = document.createElement("option");
                option.value = name;
                this.#owner.append(option);
            }
            setText(option, name ? `${name} (${owners.get(name) ?? 0})` : "everybody");
        }
        this.#owner.value = this.#filters.owner;
    }

    /** @param {Partial<Filters>} change */
    #choose(change) {
        this.#filters = { ...this.#filters, ...change };
        history.replaceState(null, "", addressOf(this.#filters));
        this.#show();
        this.#list.filter(this.#filters);
    }

    #show() {
        for (const name of /** @type {("q"|"owner"|"sort")[]} */ (["q", "owner", "sort"])) {
            const input = /** @type {HTMLInputElement} */ (find(`[name="${name}"]`, this.#form));
            if (input.value !== this.#filters[name]) input.value = this.#filters[name];
        }
        for (const chip of this.#groups.children) {
            const isChosen = /** @type {HTMLElement} */ (chip).dataset.group === this.#filters.state;
            setAttribute(chip, "aria-pressed", String(isChosen));
        }
    }

    /** @param {string} layout */
    #layOut(layout) {
        keep(LAYOUT, layout);
        for (const button of this.#form.querySelectorAll("[data-layout]")) {
            setAttribute(button, "aria-pressed", String(button.getAttribute("data-layout") === layout));
        }
        this.#list.arrangeAs(layout === "table" ? "table" : "cards");
    }
}
