// One page at a time; all but the list are in rooms.

import { Doorway } from "../kit/doorway.js";
import { find, show } from "../kit/dom.js";

export class Pages {
	#doorway = new Doorway(find("main"));
	#rooms;
	#opened = new Map();

	/** `rooms` has a function for each page that ends in it. */
	constructor(rooms) {
		this.#rooms = rooms;
	}

	/** `before` is the place that is left; null at first. */
	async open(place, before) {
		const { view } = place;
		for (const [name, page] of this.#opened) if (name !== view) page.close?.();
		for (const part of find("main").children) if (part.id) show(part, part.id === view && this.#opened.has(view));
		const page = await this.#doorway.enter(this.#rooms[view]);
		if (!page) return;
		this.#opened.set(view, page);
		show(find(`#${view}`), true);
		page.open(place, before);
	}
}
