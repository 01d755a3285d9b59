// The lines on screen, and newer ones held back.

import { plain } from "./log_row.js";

/** Most rows on screen; the oldest are removed and can be loaded again. */
export const SHOWN = 3000;
/** Most lines held back while reading further up; with more, the end is read again. */
export const WAITING = 6000;
const PAGE = 500;

export class LogWindow {
	shown = [];
	#below = [];
	unseen = 0;
	/** Held-back lines were dropped: the end has to be read again. */
	isCut = false;

	get isAtEnd() {
		return this.#below.length === 0 && !this.isCut;
	}

	get oldest() {
		return this.shown[0]?.sequence ?? null;
	}

	clear() {
		this.shown = [];
		this.#below = [];
		this.unseen = 0;
		this.isCut = false;
	}

	/** New lines; appended when the end is in view. @returns {Appended} */
	take(lines, isFollowed) {
		if (isFollowed && this.isAtEnd) return this.#append(lines);
		this.unseen += lines.length;
		if (!this.isCut) this.#wait([...this.#below, ...lines]);
		return { append: [], removeFirst: 0 };
	}

	/** Lines older than those on screen. @returns {Prepended} */
	takeOlder(lines) {
		this.shown = [...lines, ...this.shown];
		const surplus = this.shown.splice(SHOWN);
		if (surplus.length && !this.isCut) this.#wait([...surplus, ...this.#below]);
		return { prepend: lines, removeLast: surplus.length };
	}

	scrollDown() {
		const changes = this.#append(this.#below.splice(0, PAGE));
		this.unseen = Math.min(this.unseen, this.#below.length);
		return changes;
	}

	goToEnd() {
		this.unseen = 0;
		return this.#append(this.#below.splice(0));
	}

	#append(lines) {
		const before = this.shown.length;
		const append = lines.slice(-SHOWN);
		this.shown = [...this.shown, ...append].slice(-SHOWN);
		return { append, removeFirst: before + append.length - this.shown.length };
	}

	#wait(lines) {
		this.isCut = lines.length > WAITING;
		this.#below = this.isCut ? [] : lines;
	}
}

/** Indexes of the lines that say why the app failed, each where it was written last. A cut line ends with “…”. */
export const failingPlaces = (lines, failing) => {
	const texts = lines.map(({ text }) => plain(text));
	const places = failing.map((line) => texts.findLastIndex((text) => text.includes(line.trim().replace(/…$/, ""))));
	return places.filter((place) => place >= 0).sort((a, b) => a - b);
};

export const search = (lines, query, most) => {
	const wanted = query.toLowerCase();
	const found = [];
	for (let line = lines.length - 1; wanted && line >= 0; line -= 1) {
		const text = plain(lines[line].text).toLowerCase();
		const here = [];
		for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + wanted.length)) {
			here.push({ line, start, end: start + wanted.length });
		}
		found.push(...here.reverse());
		if (found.length >= most) break;
	}
	return found.slice(0, most).reverse();
};
