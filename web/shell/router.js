import { find, setAttribute } from "../kit/dom.js";
import { parse, PARTS } from "../shared/routes.js";

export class Router {
	#onShow;
	#shown = "";
	/** The place before; null at first. */
	#before = null;

	constructor(onShow) {
		this.#onShow = onShow;
		window.addEventListener("hashchange", () => this.#show(parse(location.hash)));
		const first = parse(location.hash);
		this.#show(first.view ? first : parse(""), false);
	}

	#show(place, movesFocus = true) {
		const { view, name } = place;
		if (!view) return;
		for (const link of PARTS) {
			setAttribute(find(`#nav [href="#/${link === "apps" ? "" : link}"]`), "aria-current", link === view ? "page" : null);
		}
		const title = { apps: [], capacity: ["Capacity"], audit: ["Audit log"], system: ["System"], app: [name] }[view];
		document.title = [...title, "Docker Control Center"].join(" · ");
		this.#onShow(place, this.#before);
		this.#before = place;
		const shown = `${view}/${name}`;
		// Between sections of one app the focus stays on the tab.
		if (movesFocus && shown !== this.#shown) find("main").focus();
		this.#shown = shown;
	}
}
