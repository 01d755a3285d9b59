// One action on several apps, a few at a time.

import { ask } from "./dialogs.js";
import { find, setText, show } from "./dom.js";
import { actionsFor, plural } from "./words.js";

const AT_ONCE = 4;

export const possible = (names, apps, action) => [...names].filter((name) => actionsFor(apps.get(name)?.state ?? "unknown")[action]);

export const outcome = (action, results) => {
	const refused = results.filter(({ error }) => error);
	const done = plural(results.length - refused.length, "app");
	const words = { start: "Starting", stop: "Stopping", restart: "Restarting", redeploy: "Redeploying" };
	if (refused.length === 0) return `${words[action]} ${done}.`;
	return `${words[action]} ${done}; refused: ${refused.map(({ name, error }) => `${name} (${error})`).join(", ")}`;
};

export const actOnAll = async (names, act) => {
	const results = [];
	const waiting = [...names];
	const work = async () => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			const error = await act(name).then(() => "", (reason) => reason.message);
			results.push({ name, error });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return results;
};

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
			if (await ask(`${word} ${plural(names.length, "app")}?`, names.join(", "), word)) act(names, action);
		});
	}

	update(selected, apps) {
		this.#selected = selected;
		this.#apps = apps;
		show(this.#bar, selected.size > 0);
		if (selected.size === 0) return;
		setText(find("#bulk-count"), `${selected.size} selected`);
		for (const button of this.#bar.querySelectorAll("[data-bulk]")) {
			const action = button.getAttribute("data-bulk");
			button.disabled = possible(selected, apps, action).length === 0;
		}
	}
}
