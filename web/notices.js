// Messages, notifications, and what finished of apps that nobody asked for in this tab.

import { find, make, setText, show } from "./dom.js";
import { keep, kept } from "./kept.js";

const LASTS = 8000;

/** An error stays until it is closed. */
export const toast = (text, kind = "info") => {
	const element = make("div", "toast");
	element.dataset.kind = kind;
	const close = make("button", "button button-quiet", "✕");
	close.setAttribute("aria-label", "Dismiss");
	close.addEventListener("click", () => element.remove());
	element.append(make("p", "", text), close);
	find("#toasts").append(element);
	if (kind === "info") setTimeout(() => element.remove(), LASTS);
};

/** Says a change of state to screen readers; progress is never said. */
export const announce = (text) => setText(find("#announcer"), text);

const CHOICE = "notify";

export class Notify {
	#switch = find("#notify");

	constructor() {
		show(find("#notify-label"), "Notification" in window);
		this.#switch.checked = kept(CHOICE) === "on" && "Notification" in window && Notification.permission === "granted";
		this.#switch.addEventListener("change", async () => {
			if (this.#switch.checked && (await Notification.requestPermission()) !== "granted") {
				this.#switch.checked = false;
				toast("Your browser does not let this page notify you. Allow it in the site's settings first.", "error");
			}
			keep(CHOICE, this.#switch.checked ? "on" : "off");
		});
	}

	/** Tells of them while nobody looks at the page; several tabs make one notification. */
	failed(failed) {
		if (!this.#switch.checked || !document.hidden) return;
		for (const { name, failure } of failed) {
			const notification = new Notification(`${name} failed`, { body: failure?.message ?? "", tag: name, icon: "icon.svg" });
			notification.addEventListener("click", () => window.focus());
		}
	}
}

/** More than these are told by their number. */
const NAMED = 3;

const DONE = {
	onboard: "was added", start: "was started", restart: "was restarted", redeploy: "was redeployed", rollback: "was rolled back", wake: "was woken",
};

const told = (app, before) => {
	const { state, name, deployment, failure } = app;
	if (state === "failed" && before?.state !== "failed") return `${name} failed: ${failure?.message ?? "nobody knows why."}`;
	const isNews = deployment !== null && deployment.outcome !== null && (before?.deployment?.id !== deployment.id || !before.deployment.outcome);
	if (isNews && before && deployment.outcome === "succeeded") {
		return `${name} ${DONE[deployment.reason] ?? "was deployed"} by ${deployment.requested_by}.`;
	}
	return state === "stopped" && before && before.state !== "stopped" ? `${name} was stopped.` : "";
};

export class Elsewhere {
	/** Names of the apps that something was asked of here which has not finished. */
	#asked = new Set();

	/** Does what is asked of an app here, and forgets that where it is refused. */
	async here(name, ask) {
		this.#asked.add(name);
		try {
			return await ask();
		} catch (error) {
			this.#asked.delete(name);
			throw error;
		}
	}

	finished(apps, before) {
		const news = [];
		for (const app of apps.values()) {
			const known = before.get(app.name);
			const text = known === app ? "" : told(app, known);
			// The first end after something was asked here is the end of just that.
			if (text && !this.#asked.delete(app.name)) news.push(text);
		}
		if (news.length <= NAMED) return news;
		return [`${news.length} apps changed: ${news.slice(0, NAMED).join(" ")} …`];
	}
}

export const failedOf = (apps, before, user) =>
	[...apps.values()].filter((app) => app.owner === user && app.state === "failed" && before.has(app.name) && before.get(app.name)?.state !== "failed");
