// What is seen while a room is loaded, and when it could not be.

import { copy, find, setText, show } from "./dom.js";

/** Milliseconds: a room that is there sooner opens without a word. */
const PATIENCE = 150;

const FAILED = "This part of the page could not be loaded. The network may be down, or the control center has a new version.";

export class Doorway {
	#element = copy("doorway");
	#visit = null;
	#again = () => {};
	#onShow;

	/** `onShow` gets whether the doorway is seen. */
	constructor(place, onShow = (_isShown) => {}) {
		this.#onShow = onShow;
		place.append(this.#element);
		find("[data-again]", this.#element).addEventListener("click", () => this.#again());
		find("[data-reload]", this.#element).addEventListener("click", () => location.reload());
	}

	/** What is in the room; null when it was left, or another one entered, before it was loaded. */
	async enter(room) {
		this.leave();
		const visit = (this.#visit = {});
		while (visit === this.#visit) {
			const timer = setTimeout(() => visit === this.#visit && this.#say("Loading…"), PATIENCE);
			const inside = await room().catch(() => null);
			clearTimeout(timer);
			if (visit !== this.#visit) return null;
			if (inside) {
				this.leave();
				return inside;
			}
			this.#say(FAILED);
			await new Promise((resolve) => { this.#again = resolve; });
		}
		return null;
	}

	leave() {
		this.#visit = null;
		this.#again();
		this.#toggle(false);
	}

	#say(text) {
		setText(find("p", this.#element), text);
		show(find("div", this.#element), text === FAILED);
		this.#toggle(true);
	}

	#toggle(isShown) {
		if (this.#element.hidden !== isShown) return;
		show(this.#element, isShown);
		this.#onShow(isShown);
	}
}
