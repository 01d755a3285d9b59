// Cards stand in groups of a few whole rows: the browser skips the groups off screen, and lays out one group at a time. In one grid
// of a thousand cards, each card that scrolls into view has the browser lay out all of them.

import { arrange, make } from "../kit/dom.js";

/** Pixels between two cards, as in list.css. */
const GAP = 16;
/** Pixels: a card is at least 22 rem wide. */
const leastWidth = () => 22 * parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Cards in a group, at least. */
const LEAST = 6;

export const columnsOf = (width, least) => Math.max(1, Math.floor((width + GAP) / (least + GAP)));

/** @returns {any[][]}  the last group may be shorter */
export const groupsOf = (cards, columns) => {
	const size = columns * Math.ceil(LEAST / columns);
	return Array.from({ length: Math.ceil(cards.length / size) }, (_, index) => cards.slice(index * size, (index + 1) * size));
};

export class CardGrid {
	#element;
	#columns = 0;
	#cards = [];

	constructor(element) {
		this.#element = element;
		new ResizeObserver(() => this.#measure() && this.#place()).observe(element);
	}

	get columns() {
		if (this.#columns === 0) this.#measure();
		return this.#columns;
	}

	arrange(cards) {
		this.#cards = cards;
		this.#place();
	}

	/** @returns {boolean}  whether the cards have to be placed again */
	#measure() {
		const { clientWidth } = this.#element;
		const columns = columnsOf(clientWidth - GAP, leastWidth());
		const isHidden = clientWidth === 0;
		if (isHidden || columns === this.#columns) return false;
		this.#columns = columns;
		this.#element.style.setProperty("--columns", String(columns));
		this.#element.style.setProperty("--rows", String(Math.ceil(LEAST / columns)));
		return true;
	}

	#place() {
		const groups = groupsOf(this.#cards, this.columns || 1);
		groups.forEach((cards, index) => {
			const group = this.#element.children[index] ?? this.#element.appendChild(make("div", "cards"));
			arrange(group, cards);
		});
		// A focused card that is no longer in the list stays in its group.
		for (const group of [...this.#element.children]) if (!group.firstElementChild) group.remove();
	}
}
