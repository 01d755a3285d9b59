// Which part of the page the address names, such as "#/audit?app=demo" or "#/apps/demo/logs".

import { find, setAttribute, show } from "./dom.js";

/** The sections of an app's page; the first is the one that an address without any means. */
export const SECTIONS = ["overview", "usage", "logs", "deployments", "settings"];

const PARTS = ["apps", "capacity", "audit", "system"];

export const parse = (hash) => {
	const app = /^#\/apps\/([a-z0-9-]+)(?:\/([a-z]*))?$/.exec(hash);
	const parameters = new URLSearchParams();
	if (app) return { view: "app", name: app[1], section: SECTIONS.find((name) => name === app[2]) ?? SECTIONS[0], parameters };
	const match = /^#\/([a-z]*)(?:\?(.*))?$/.exec(hash);
	if (hash && !match) return { view: null, parameters };
	return { view: PARTS.find((part) => part === match?.[1]) ?? "apps", parameters: new URLSearchParams(match?.[2] ?? "") };
};

export const addressOf = (view, parameters) => {
	const given = Object.entries(parameters).filter(([, value]) => value !== "");
	return given.length ? `#/${view}?${new URLSearchParams(given)}` : `#/${view}`;
};

export class Views {
	#onShow;
	#shown = "";

	constructor(onShow) {
		this.#onShow = onShow;
		window.addEventListener("hashchange", () => this.#show(parse(location.hash)));
		const first = parse(location.hash);
		this.#show(first.view ? first : parse(""), false);
	}

	#show(place, movesFocus = true) {
		const { view, name } = place;
		if (!view) return;
		for (const other of [...PARTS, "app"]) show(find(`#${other}`), other === view);
		for (const link of PARTS) {
			setAttribute(find(`#nav [href="#/${link === "apps" ? "" : link}"]`), "aria-current", link === view ? "page" : null);
		}
		const title = { apps: [], capacity: ["Capacity"], audit: ["Audit log"], system: ["System"], app: [name] }[view];
		document.title = [...title, "Docker Control Center"].join(" · ");
		this.#onShow(place);
		const shown = `${view}/${name}`;
		// From one section of an app's page to another the focus stays on the link that leads there.
		if (movesFocus && shown !== this.#shown) find("main").focus();
		this.#shown = shown;
	}
}
