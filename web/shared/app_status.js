// What cards, rows and an app's page all show.

import { each, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { clock, elapsed, exact, listed, ordinal, relative, seconds, until } from "../kit/format.js";
import { allow } from "./docker.js";
import { isOperator, mayChange } from "./permissions.js";
import { actionsFor, stateWords, stepIndex, STEPS } from "./states.js";

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
	if (bar && list.childElementCount === 0) list.append(...bar.map(({ word }) => make("li", "", word)));
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
	const action = app.state === "failed" ? app.failure?.action : null;
	if (action) return { action: "mend", word: action.label, isPrimary: true };
	if (start && app.state === "failed" && app.failure?.step) return { action: "redeploy", word: "Try again", isPrimary: true };
	if (start) return { action: "start", word: "Start", isPrimary: true };
	const { kind } = stateWords(app.state);
	const isWorking = kind === "working" || kind === "waiting";
	return stop && isWorking ? { action: "stop", word: "Cancel", isPrimary: false } : null;
};

export const updateNext = (button, app, isOurs, isAway) => {
	const step = nextStep(app);
	show(button, step !== null && isOurs);
	if (!step) return;
	setAttribute(button, "data-next", step.action);
	setText(button, step.word);
	allow(button, step.action, isAway);
	button.classList.toggle("button-primary", step.isPrimary);
};

export const kindOf = ({ target }) => {
	const { action, next } = target.closest("button")?.dataset ?? {};
	return action ?? next;
};

export const leaseWords = ({ lease_ends_at }, now) => {
	if (!lease_ends_at) return "";
	const end = new Date(lease_ends_at);
	const isToday = end.toDateString() === new Date(now).toDateString();
	return `GPU until ${isToday ? "" : `${end.toLocaleDateString([], { day: "numeric", month: "short" })}, `}${clock(end)}`;
};

export const updateGPUActions = (element, app, me) => {
	show(find('[data-action="renew"]', element), Boolean(app.lease_ends_at && app.lease_hours) && mayChange(me, app));
	show(find('[data-action="front"]', element), isOperator(me) && (app.line?.position ?? 1) > 1);
};

/** The log lines that say why it failed. */
export const failingLines = ({ state, failure }) => (state === "failed" ? (failure?.lines ?? []) : []);

export const updateLines = (element, app) => {
	const lines = failingLines(app);
	each(find(".card-lines", element), [...lines.entries()], ([index]) => String(index), () => make("li")).forEach((item, index) => {
		setText(item, lines[index]);
		setAttribute(item, "title", lines[index]);
	});
};

export const updateStatus = (element, app, time) => {
	const { now, hint } = statusWords(app, time);
	setText(find(".card-now", element), now);
	say(find(".card-hint", element), hint);
};

/** The exact time takes longer to write than all other words of a card. */
export const updateExactTime = (element, app) => setAttribute(find(".card-now", element), "title", exact(app.changed_at));

/** Whether its link can be opened: an app without a port has none, and one that is redeployed serves until it is replaced. */
export const opens = (app) => app.link !== null && (actionsFor(app.state).open || app.serving);

export const statusWords = (app, now) => {
	const by = app.deployment ? ` by ${app.deployment.requested_by}` : "";
	if (app.state === "failed" && app.failure) return { now: app.failure.message, hint: app.failure.hint };
	if (app.state === "unknown") return { now: "Docker is unreachable, so the app's state is unknown.", hint: "" };
	if (app.state === "unhealthy") {
		const hint = app.idle ? idleWords(app.idle, now) : "Check its logs, or restart it.";
		return { now: "The app is running but fails its healthcheck.", hint };
	}
	if (app.queue) return queueWords(app.queue);
	if (app.state === "queued") return { now: `Queued ${relative(app.changed_at, now)}${by}`, hint: "" };
	if (app.line) {
		const { position, length, waits_for } = app.line;
		return { now: `Position ${position} of ${length} in the GPU queue, requested ${relative(app.changed_at, now)}${by}`, hint: `Waiting for ${waits_for}` };
	}
	if (app.progress) {
		const { detail } = app.progress;
		return { now: `${stepTime(app.progress, now)}${detail ? ` · ${detail}` : ""}`, hint: quietWords(app.progress, now) };
	}
	const last = app.deployment?.outcome === "failed" ? app.deployment.failure : null;
	const note = last ? `The last redeploy failed: ${last.message}` : "";
	const killed = app.memory_kills ? [memoryWords(app.memory_kills, now), MEMORY_HINT] : [];
	if (app.state === "running" && (app.idle || killed.length)) {
		const [first, ...others] = [...(app.idle ? [idleWords(app.idle, now)] : []), ...killed, ...(note ? [note] : [])];
		return { now: first, hint: others.join(" ") };
	}
	if (app.state === "stopped" && app.release) return { now: RELEASES[app.release.reason], hint: "" };
	if (app.state === "running") return { now: `Started ${relative(app.changed_at, now)}, deployed${by}`, hint: note };
	return { now: `${stateWords(app.state).word} ${relative(app.changed_at, now)}`, hint: "" };
};

/** What it waits for, and what works meanwhile. */
const SLOTS = { clone: ["to clone", "Cloning"], install: ["to install", "Installing"], start: ["to start", "Starting"] };

const queueWords = ({ kind, position, ahead, working, working_total }) => {
	const [what, doing] = SLOTS[kind];
	const after = ahead.length ? `, after ${listed(ahead, position - 1 - ahead.length)}` : "";
	const hint = working.length ? `${doing} now: ${listed(working, working_total - working.length)}` : "";
	return { now: `Waiting ${what}: ${position === 1 ? "next" : ordinal(position)} in line${after}`, hint };
};

/** Minutes without output after which a step is said not to move. */
const QUIET = 5;

/** The healthcheck's own words say when the app last printed something. */
const quietWords = ({ step, last_output_at }, now) => {
	const minutes = Math.floor((now - Date.parse(last_output_at)) / 60_000);
	return step !== "health" && minutes >= QUIET ? `No output for ${minutes} min. Check its log, or cancel it.` : "";
};

const idleWords = ({ stops_at }, now) => `Idle; stops in ${until(stops_at, now)}.`;

const memoryWords = ({ processes, at }, now) =>
	`Out of memory: the kernel ended ${processes === 1 ? "a process" : `${processes} processes`} of the app ${relative(at, now)}. The rest goes on.`;

const MEMORY_HINT = "Raise its memory limit, or use fewer workers.";

const RELEASES = {
	idle: "Stopped because it was idle. Opening its link starts it again.",
	lease_ended: "Stopped because its GPU lease ended.",
	finished: "Finished: it ended by itself, without an error.",
};
