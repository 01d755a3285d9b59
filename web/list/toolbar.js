// The address holds search, filters and order, so a view can be shared as a link.

import { find, make, setAttribute, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { load, save } from "../kit/local_storage.js";
import { ask } from "../kit/messages.js";
import { allow } from "../shared/docker.js";
import { addressOf } from "../shared/routes.js";
import { actionsFor } from "../shared/states.js";
import { confirmRemovals } from "./bulk.js";
import { GROUPS, readFilters } from "./filters.js";

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
		this.#layOut(load(LAYOUT) ?? "cards");
	}

	open({ parameters }, before = null) {
		this.#filters = readFilters(parameters);
		this.#show();
		this.#list.filter(this.#filters);
		if (before?.view === "app") this.#list.returnTo(before.name);
	}

	close() {
		this.#list.leave();
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
		const options = new Map([...this.#owner.options].map((option) => [option.value, option]));
		for (const [name, option] of options) if (!names.has(name)) option.remove();
		for (const name of names) {
			let option = options.get(name);
			if (!option) {
				option = new Option("", name);
				this.#owner.append(option);
			}
			setText(option, name ? `${name} (${owners.get(name) ?? 0})` : "All owners");
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
		save(LAYOUT, layout);
		for (const button of this.#form.querySelectorAll("[data-layout]")) {
			setAttribute(button, "aria-pressed", String(button.getAttribute("data-layout") === layout));
		}
		this.#list.arrangeAs(layout === "table" ? "table" : "cards");
	}
}

export const possible = (names, apps, action) => [...names].filter((name) => actionsFor(apps.get(name)?.state ?? "unknown")[action]);

export class Bulk {
	#bar = find("#bulk");
	#selected = new Set();
	#apps = new Map();

	constructor(act, clear) {
		find("#bulk-clear").addEventListener("click", clear);
		this.#bar.addEventListener("click", async (event) => {
			const button = event.target.closest("[data-bulk]");
			if (!button) return;
			const action = button.getAttribute("data-bulk");
			const names = possible(this.#selected, this.#apps, action);
			const word = button.textContent;
			const isMeant = action === "remove"
				? await confirmRemovals(names)
				: await ask(`${word} ${plural(names.length, "app")}?`, names.join(", "), word);
			if (isMeant) act(names, action);
		});
	}

	update(selected, apps, isAway) {
		this.#selected = selected;
		this.#apps = apps;
		show(this.#bar, selected.size > 0);
		if (selected.size === 0) return;
		setText(find("#bulk-count"), `${selected.size} selected`);
		for (const button of this.#bar.querySelectorAll("[data-bulk]")) {
			const action = button.getAttribute("data-bulk");
			allow(button, action, isAway);
			button.disabled ||= possible(selected, apps, action).length === 0;
		}
	}
}
