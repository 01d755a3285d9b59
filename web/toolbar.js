// Search, filters, order and layout of the list. The address holds the choice.

import { find, make, setAttribute, setText, show } from "./dom.js";
import { GROUPS, readFilters } from "./filters.js";
import { keep, kept } from "./kept.js";
import { addressOf } from "./views.js";

const LAYOUT = "layout";

export class Toolbar {
	#form = find("#tools");
	#groups = find("#groups");
	#owner = find("#owner");
	#filters = readFilters(new URLSearchParams());
	#list;

	constructor(list) {
		this.#list = list;
		for (const { id, word } of GROUPS) {
			const chip = make("button", "chip", word);
			chip.dataset.group = id;
			setAttribute(chip, "type", "button");
			chip.append(make("span", "chip-count"));
			chip.addEventListener("click", () => this.#choose({ state: id }));
			this.#groups.append(chip);
		}
		this.#form.addEventListener("submit", (event) => event.preventDefault());
		this.#form.addEventListener("input", (event) => {
			const { name, value } = event.target;
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

	open(parameters) {
		this.#filters = readFilters(parameters);
		this.#show();
		this.#list.filter(this.#filters);
	}

	focus() {
		const search = find("#search");
		search.focus();
		search.select();
	}

	count(groups, owners) {
		show(this.#form, true);
		for (const chip of this.#groups.children) {
			setText(find(".chip-count", chip), String(groups.get(chip.dataset.group ?? "") ?? 0));
		}
		const names = new Set(["", ...owners.keys(), this.#filters.owner]);
		for (const option of [...this.#owner.options]) if (!names.has(option.value)) option.remove();
		for (const name of names) {
			let option = [...this.#owner.options].find(({ value }) => value === name);
			if (!option) {
				option = new Option("", name);
				this.#owner.append(option);
			}
			setText(option, name ? `${name} (${owners.get(name) ?? 0})` : "all owners");
		}
		this.#owner.value = this.#filters.owner;
	}

	#choose(change) {
		this.#filters = { ...this.#filters, ...change };
		history.replaceState(null, "", addressOf("", this.#filters));
		this.#show();
		this.#list.filter(this.#filters);
	}

	#show() {
		for (const name of ["q", "owner", "sort"]) {
			const input = find(`[name="${name}"]`, this.#form);
			if (input.value !== this.#filters[name]) input.value = this.#filters[name];
		}
		for (const chip of this.#groups.children) {
			const isChosen = chip.dataset.group === this.#filters.state;
			setAttribute(chip, "aria-pressed", String(isChosen));
		}
	}

	#layOut(layout) {
		keep(LAYOUT, layout);
		for (const button of this.#form.querySelectorAll("[data-layout]")) {
			setAttribute(button, "aria-pressed", String(button.getAttribute("data-layout") === layout));
		}
		this.#list.arrangeAs(layout === "table" ? "table" : "cards");
	}
}
