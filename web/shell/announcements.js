import { find, show } from "../kit/dom.js";
import { plural, size } from "../kit/format.js";
import { load, save } from "../kit/local_storage.js";
import { announce, toast } from "../kit/messages.js";
import { mayAdd } from "../shared/permissions.js";
import { stateWords } from "../shared/states.js";

export const announceChanges = (state, before, removed, ownActions) => {
	if (before.revision !== null) {
		for (const words of ownActions.finished(state.apps, before.apps)) toast(words);
		const words = changeWords(state, before);
		if (words.length) announce(words.join(", "));
	}
	for (const words of farewells(removed)) toast(words);
};

/** With more changes than this at once, the rest are only counted. */
const NAMED = 3;

const changeWords = (state, before) => {
	const known = (before.host?.incidents ?? []).map(({ id }) => id);
	const incidents = (state.host?.incidents ?? []).filter(({ id }) => !known.includes(id));
	const changed = [...state.apps.values()].filter((app) => before.apps.get(app.name)?.state !== app.state);
	return [...incidents.map(({ message }) => message), ...changed.map((app) => `${app.name}: ${stateWords(app.state).word}`)];
};

export const farewell = ({ name, receipt }) => {
	if (!receipt) return `${name} is no longer shared with you.`;
	const { containers, networks, workspace_bytes, host_port } = receipt;
	const parts = [plural(containers, "container"), plural(networks, "network"), `${size(workspace_bytes)} of workspace`, `port ${host_port}`];
	return `${name} was removed: ${parts.join(", ")}.`;
};

export const farewells = (departed) => {
	if (departed.length <= NAMED) return departed.map(farewell);
	const gone = departed.filter(({ receipt }) => receipt);
	const bytes = gone.reduce((sum, { receipt }) => sum + receipt.workspace_bytes, 0);
	const others = departed.length - gone.length;
	return [
		...(gone.length ? [`${plural(gone.length, "app")} ${gone.length === 1 ? "was" : "were"} removed, with ${size(bytes)} of workspaces.`] : []),
		...(others ? [`${plural(others, "app")} ${others === 1 ? "is" : "are"} no longer shared with you.`] : []),
	];
};

const DONE = {
	onboard: "was added", start: "was started", restart: "was restarted", redeploy: "was redeployed", rollback: "was rolled back", wake: "was started on a visit",
};

/** Without being stopped by somebody. */
const ENDS = { finished: "finished", idle: "was stopped because it was idle", lease_ended: "was stopped because its GPU lease ended" };

const newsOf = (app, before) => {
	const { state, name, deployment, failure } = app;
	if (state === "failed" && before?.state !== "failed") return `${name} failed: ${failure?.message ?? "unknown reason."}`;
	const isNews = deployment !== null && deployment.outcome !== null && (before?.deployment?.id !== deployment.id || !before.deployment.outcome);
	if (isNews && before && deployment.outcome === "succeeded") {
		return `${name} ${DONE[deployment.reason] ?? "was deployed"} by ${deployment.requested_by}.`;
	}
	return state === "stopped" && before && before.state !== "stopped" ? `${name} ${ENDS[app.release?.reason] ?? "was stopped"}.` : "";
};

export class OwnActions {
	#pending = new Set();

	/** Runs an action on an app; a refused one is not pending. */
	async run(name, action) {
		this.#pending.add(name);
		try {
			return await action();
		} catch (error) {
			this.#pending.delete(name);
			throw error;
		}
	}

	/** What finished that was not started here, in sentences. */
	finished(apps, before) {
		const news = [];
		for (const app of apps.values()) {
			const known = before.get(app.name);
			const text = known === app ? "" : newsOf(app, known);
			// The first end after an action is the end of that action.
			if (text && !this.#pending.delete(app.name)) news.push(text);
		}
		if (news.length <= NAMED) return news;
		return [`${news.length} apps changed: ${news.slice(0, NAMED).join(" ")} …`];
	}
}

const CHOICE = "notify";

export class Notifications {
	#switch = find("#notify");

	constructor() {
		this.#switch.checked = load(CHOICE) === "on" && "Notification" in window && Notification.permission === "granted";
		this.#switch.addEventListener("change", async () => {
			if (this.#switch.checked && (await Notification.requestPermission()) !== "granted") {
				this.#switch.checked = false;
				toast("Your browser blocks notifications from this page. Allow them in the site settings first.", "error");
			}
			save(CHOICE, this.#switch.checked ? "on" : "off");
		});
	}

	/** Only whoever may own apps is notified. */
	offer(me) {
		show(find("#notify-label"), "Notification" in window && mayAdd(me));
	}

	notifyFailures(state, before) {
		if (!this.#switch.checked || !document.hidden || before.revision === null) return;
		for (const { name, failure } of failedOf(state.apps, before.apps, state.me?.user)) {
			// Notifications with the same tag, from other tabs, replace each other.
			const notification = new Notification(`${name} failed`, { body: failure?.message ?? "", tag: name, icon: "icon.svg" });
			notification.addEventListener("click", () => window.focus());
		}
	}
}

export const failedOf = (apps, before, user) =>
	[...apps.values()].filter((app) => app.owner === user && app.state === "failed" && before.has(app.name) && before.get(app.name)?.state !== "failed");
