// Searches the lines on screen.

import { find, setText } from "../kit/dom.js";
import { search } from "./log_window.js";

/** Most matches that are marked. */
const LIMIT = 2000;
/** Milliseconds between searches while lines arrive. */
const PAUSE = 200;

export class LogSearch {
	#input = find("#log-search");
	#view;
	#log;
	#found = [];
	#current = -1;
	#marked = null;
	#timer = 0;

	constructor(view, log) {
		this.#view = view;
		this.#log = log;
		this.#input.addEventListener("input", () => {
			this.#current = -1;
			this.#update();
			if (this.#found.length) this.#go(this.#found.length - 1);
		});
		this.#input.addEventListener("keydown", (event) => {
			if (event.key === "Enter") this.#step(event.shiftKey ? -1 : 1);
			else if (event.key === "Escape" && this.#input.value) this.clear();
			else return;
			event.preventDefault();
			event.stopPropagation();
		});
		find("#log-next").addEventListener("click", () => this.#step(1));
		find("#log-previous").addEventListener("click", () => this.#step(-1));
	}

	clear() {
		this.#input.value = "";
		this.#current = -1;
		this.#update();
	}

	linesChanged() {
		if (!this.#input.value || this.#timer) return;
		this.#timer = setTimeout(() => {
			this.#timer = 0;
			this.#update();
		}, PAUSE);
	}

	#update() {
		const lines = this.#log.lines();
		const before = this.#found[this.#current];
		const row = before && this.#marked;
		this.#found = search(lines, this.#input.value, LIMIT);
		const line = row ? [...this.#view.children].indexOf(row) : -1;
		this.#current = this.#found.findIndex((place) => place.line === line && place.start === before?.start);
		this.#mark();
	}

	#mark() {
		const rows = this.#view.children;
		const ranges = this.#found.map(({ line, start, end }) => rangeIn(find(".log-text", rows[line]), start, end));
		const current = this.#found[this.#current];
		this.#marked?.classList.remove("log-current");
		this.#marked = current ? rows[current.line] : null;
		this.#marked?.classList.add("log-current");
		// Without the CSS highlight API only the row is marked.
		if ("highlights" in CSS) {
			CSS.highlights.set("log-found", new Highlight(...ranges));
			CSS.highlights.set("log-current", new Highlight(...ranges.filter((_, place) => place === this.#current)));
		}
		const count = this.#found.length;
		const words = this.#current < 0 ? `${count} found` : `${this.#current + 1} of ${count}${count === LIMIT ? "+" : ""}`;
		setText(find("#log-found"), this.#input.value ? (count ? words : "no matches") : "");
	}

	async #step(direction) {
		if (!this.#input.value) return this.#input.focus();
		this.#update();
		let next = this.#current < 0 ? this.#found.length - 1 : this.#current + direction;
		if (next < 0 && direction < 0) {
			const known = this.#found.length;
			this.#log.leave();
			if (await this.#log.reachOlder()) this.#update();
			next = this.#found.length - known - 1;
		}
		if (this.#found.length) this.#go((next + this.#found.length) % this.#found.length);
	}

	#go(place) {
		this.#current = place;
		this.#log.leave();
		this.#mark();
		this.#marked?.scrollIntoView({ block: "center" });
	}
}

const rangeIn = (element, start, end) => {
	const range = document.createRange();
	const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	let passed = 0;
	let isBegun = false;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const { length } = node;
		if (!isBegun && start < passed + length) {
			range.setStart(node, start - passed);
			isBegun = true;
		}
		if (end <= passed + length) {
			range.setEnd(node, end - passed);
			break;
		}
		passed += length;
	}
	return range;
};
