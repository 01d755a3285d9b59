// An app as a card or as a row of the table, and the bar of its deployment.

import { copy, find, make, say, setAttribute, setText, show } from "./dom.js";
import { isOperator, mayChange } from "./me.js";
import { actionsFor, elapsed, exact, leaseWords, plural, relative, seconds, stateWords, stepIndex, STEPS, until } from "./words.js";

export const showState = (element, { word, kind }) => {
	setAttribute(element, "data-kind", kind);
	setAttribute(find("use", element), "href", `#shape-${kind}`);
	setText(find(".card-state", element), word);
};

/** @returns {Step[]|null} */
export const barOf = (app) => {
	const failed = app.state === "failed" ? app.failure?.step : null;
	const index = stepIndex(app.progress?.step ?? failed ?? "");
	const isDeploying = stateWords(app.state).kind === "working" && app.progress !== null;
	if (!isDeploying && !(failed && index >= 0)) return null;
	return STEPS.map(({ word, steps }, place) => {
		const at = place === index ? (failed ? "failed" : "now") : place < index ? "done" : "next";
		return { word, at, took: at === "done" || at === "failed" ? tookOf(app.deployment?.steps ?? [], steps) : "" };
	});
};

const tookOf = (timings, steps) => {
	const known = timings.filter((timing) => steps.includes(timing.step) && timing.seconds !== null);
	return known.length ? seconds(known.reduce((sum, timing) => sum + (timing.seconds ?? 0), 0)) : "";
};

export const updateBar = (list, app) => {
	const bar = barOf(app);
	show(list, bar !== null);
	bar?.forEach(({ at, took }, place) => {
		setAttribute(list.children[place], "data-step", at);
		setAttribute(list.children[place], "data-took", took || null);
		setAttribute(list.children[place], "aria-current", at === "now" ? "step" : null);
	});
};

export const stepTime = ({ started_at, usually_seconds }, now) =>
	elapsed(started_at, now) + (usually_seconds === null ? "" : `, usually ${seconds(usually_seconds)}`);

export const nextStep = (app) => {
	const { start, stop } = actionsFor(app.state);
	if (start && app.state === "failed" && app.failure?.step) return { action: "redeploy", word: "Try again", isPrimary: true };
	if (start) return { action: "start", word: "Start", isPrimary: true };
	const { kind } = stateWords(app.state);
	const isWorking = kind === "working" || kind === "waiting";
	return stop && isWorking ? { action: "stop", word: "Cancel", isPrimary: false } : null;
};

export const updateNext = (button, app, isOurs) => {
	const step = nextStep(app);
	show(button, step !== null && isOurs);
	if (!step) return;
	setAttribute(button, "data-next", step.action);
	setText(button, step.word);
	button.classList.toggle("button-primary", step.isPrimary);
};

export const kindOf = ({ target }) => {
	const { action, next } = target.closest("button")?.dataset ?? {};
	return action ?? next;
};

export class Card {
	element;
	#app;

	constructor(app, me, emit) {
		this.element = copy("card");
		this.#app = app;
		setAttribute(this.element, "data-app", app.name);
		find(".steps", this.element).append(...STEPS.map(({ word }) => make("li", "", word)));
		this.element.addEventListener("click", (event) => this.#click(event, emit));
		this.element.addEventListener("keydown", (event) => {
			if (event.key === "Escape") this.#closeMenu();
		});
		this.element.addEventListener("focusout", (event) => {
			const menu = find(".menu", this.element);
			if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) this.#closeMenu();
		});
		this.update(app, me);
	}

	update(app, me) {
		this.#app = app;
		showState(this.element, stateWords(app.state));
		setAttribute(this.element, "data-state", app.state);
		setText(find(".card-name a", this.element), app.name);
		setAttribute(find(".card-name a", this.element), "href", `#/apps/${app.name}`);
		setAttribute(find("a[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
		setAttribute(find("summary", this.element), "aria-label", `More actions for ${app.name}`);
		updateBar(find(".steps", this.element), app);
		this.#updateFacts(app);
		this.#updateActions(app, me);
		this.tick(Date.now());
	}

	tick(now) {
		tell(this.element, this.#app, now);
	}

	#updateFacts(app) {
		const facts = {
			repository: app.repository.replace("https://", "") + (app.branch ? ` · ${app.branch}` : ""),
			commit: app.commit?.slice(0, 9) ?? "–",
			port: String(app.port),
			gpus: gpuWords(app),
			owner: app.owner,
			shared_with: app.shared_with.join(", "),
		};
		for (const [name, text] of Object.entries(facts)) {
			const element = find(`[data-fact="${name}"]`, this.element);
			setText(element, text);
			setAttribute(element, "title", name === "gpus" ? (app.deployment?.placement ?? null) : name === "commit" ? app.commit : text);
		}
		show(find("[data-shared]", this.element), app.shared_with.length > 0);
	}

	#updateActions(app, me) {
		const isOurs = mayChange(me, app);
		const actions = actionsFor(app.state);
		for (const [name, isPossible] of Object.entries(actions)) {
			show(find(`[data-action="${name}"]`, this.element), isPossible);
		}
		setAttribute(find('[data-action="open"]', this.element), "href", app.link);
		show(find(".menu", this.element), isOurs);
		setText(find(".card-sharer", this.element), isOurs || app.owner === me?.user ? "" : `shared by ${app.owner}`);
		updateNext(find("[data-next]", this.element), app, isOurs);
		updateGPUActions(this.element, app, me);
	}

	#click(event, emit) {
		const kind = kindOf(event);
		if (!kind) return;
		this.#closeMenu();
		emit({ kind, name: this.#app.name });
	}

	#closeMenu() {
		const menu = find(".menu", this.element);
		if (menu.open && menu.contains(document.activeElement)) find("summary", menu).focus();
		menu.open = false;
	}
}

const gpuWords = (app) => (app.gpus ? leaseWords(app, Date.now()).replace("GPU", plural(app.gpus, "GPU")) || plural(app.gpus, "GPU") : "none");

export const updateGPUActions = (element, app, me) => {
	show(find('[data-action="renew"]', element), Boolean(app.lease_ends_at && app.lease_hours) && mayChange(me, app));
	show(find('[data-action="front"]', element), isOperator(me) && (app.line?.position ?? 1) > 1);
};

export const tell = (element, app, time) => {
	const { now, hint } = explain(app, time);
	setText(find(".card-now", element), now);
	setAttribute(find(".card-now", element), "title", exact(app.changed_at));
	say(find(".card-hint", element), hint);
};

export const explain = (app, now) => {
	const by = app.deployment ? ` by ${app.deployment.requested_by}` : "";
	if (app.state === "failed" && app.failure) return { now: app.failure.message, hint: app.failure.hint };
	if (app.state === "unknown") return { now: "Docker cannot be reached, so nobody knows whether it runs.", hint: "" };
	if (app.state === "unhealthy") {
		const hint = app.idle ? idleWords(app.idle, now) : "Look at its log, or restart it.";
		return { now: "It runs but does not answer its healthcheck.", hint };
	}
	if (app.state === "queued") return { now: `Waiting for its turn, asked ${relative(app.changed_at, now)}${by}`, hint: "" };
	if (app.line) {
		const { position, length, waits_for } = app.line;
		return { now: `Place ${position} of ${length} in line, asked ${relative(app.changed_at, now)}${by}`, hint: `Waits for ${waits_for}` };
	}
	if (app.progress) {
		const { detail } = app.progress;
		return { now: `${stepTime(app.progress, now)}${detail ? ` · ${detail}` : ""}`, hint: "" };
	}
	const last = app.deployment?.outcome === "failed" ? app.deployment.failure : null;
	const note = last ? `The last redeploy failed: ${last.message}` : "";
	if (app.state === "running" && app.idle) return { now: idleWords(app.idle, now), hint: note };
	if (app.state === "stopped" && app.release) return { now: RELEASES[app.release.reason], hint: "" };
	if (app.state === "running") return { now: `Since ${relative(app.changed_at, now)}, deployed${by}`, hint: note };
	return { now: `${stateWords(app.state).word} ${relative(app.changed_at, now)}`, hint: "" };
};

const idleWords = ({ stops_at }, now) => `Nobody uses it; it stops in ${until(stops_at, now)}.`;

const RELEASES = {
	idle: "Stopped after nobody used it; a visit to its link wakes it.",
	lease_ended: "Stopped: the lease of its GPUs ended.",
};

export class Row {
	element;
	#app;

	constructor(app, me) {
		this.element = copy("row");
		this.#app = app;
		setAttribute(this.element, "data-app", app.name);
		setText(find(".row-name", this.element), app.name);
		setAttribute(find("input", this.element), "aria-label", `Select ${app.name}`);
		setAttribute(find(".row-name", this.element), "href", `#/apps/${app.name}`);
		setAttribute(find("[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
		this.update(app, me);
	}

	update(app, me) {
		this.#app = app;
		showState(this.element, stateWords(app.state));
		setAttribute(this.element, "data-state", app.state);
		setText(find(".row-gpus", this.element), app.gpus ? String(app.gpus) : "–");
		setText(find(".row-owner", this.element), app.owner);
		const open = find("[data-open]", this.element);
		setAttribute(open, "href", app.link);
		show(open, actionsFor(app.state).open);
		find("input", this.element).disabled = !mayChange(me, app);
		this.tick(Date.now());
	}

	tick(now) {
		const { now: sentence, hint } = explain(this.#app, now);
		const element = find(".row-now", this.element);
		const lease = leaseWords(this.#app, now);
		setText(element, lease ? `${sentence} · ${lease}` : sentence);
		setAttribute(element, "title", `${sentence} ${hint}`.trim());
	}

	select(isSelected) {
		find("input", this.element).checked = isSelected;
		setAttribute(this.element, "data-selected", isSelected ? "" : null);
	}
}
