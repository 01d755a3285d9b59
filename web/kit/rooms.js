// Rooms are parts of the page that are loaded when they are first opened: modules, and a stylesheet and markup that are named
// after the folder.

import { find } from "./dom.js";

/** Runs once, but again after a failure. */
export const once = (work) => {
	let result = null;
	return () => {
		result ??= work().catch((error) => {
			result = null;
			throw error;
		});
		return result;
	};
};

/** What `furnish` makes of the modules once stylesheet and markup are in the page. */
export const room = (folder, modules, furnish, page = new PageOf(folder)) => {
	const parts = [once(modules), once(() => page.style()), once(() => page.markup())];
	return once(async () => {
		const [module, , elements] = await Promise.all(parts.map((part) => part()));
		page.place(elements);
		return furnish(module);
	});
};

class PageOf {
	#address;

	constructor(folder) {
		this.#address = new URL(`../${folder}/${folder}`, import.meta.url).href;
	}

	style() {
		const link = document.createElement("link");
		link.rel = "stylesheet";
		link.href = `${this.#address}.css`;
		return new Promise((resolve, reject) => {
			link.onload = resolve;
			link.onerror = () => {
				link.remove();
				reject(new Error(link.href));
			};
			document.head.append(link);
		});
	}

	/** The browser parses it as a document of ours, in which no script runs: Trusted Types forbid markup from strings. */
	markup() {
		const request = new XMLHttpRequest();
		request.open("GET", `${this.#address}.html`);
		request.responseType = "document";
		return new Promise((resolve, reject) => {
			request.onload = () => (request.status === 200 && request.response ? resolve([...request.response.body.children]) : request.onerror?.());
			request.onerror = () => reject(new Error(`${this.#address}.html`));
			request.send();
		});
	}

	place(elements) {
		for (const element of elements) (element.matches("section") ? find("main") : document.body).append(element);
	}
}
