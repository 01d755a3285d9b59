import { api, Problem } from "../kit/api.js";
import { arrange, copy, each, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { exact, relative, seconds } from "../kit/format.js";
import { askUntilAnswered } from "../kit/poll.js";
import { showState, updateLines } from "../shared/app_status.js";
import { allow } from "../shared/docker.js";
import { logRow } from "./log_row.js";

export class Deployments {
	#list = find("#deployments");
	#rows = new Map();
	#deployments = [];
	#name = "";
	#commit = "";
	#mayChange = false;
	#isAway = false;
	#known = "";
	#asking = null;
	#rollBack;

	constructor(rollBack) {
		this.#rollBack = rollBack;
	}

	update(app, mayChange, isAway) {
		if (app.name !== this.#name) this.close();
		this.#name = app.name;
		this.#commit = app.commit ?? "";
		this.#mayChange = mayChange;
		this.#isAway = isAway;
		this.#show();
		const known = JSON.stringify(app.deployment);
		if (known === this.#known) return;
		this.#known = known;
		this.#read();
	}

	close() {
		this.#asking?.stop();
		this.#known = "";
		this.#deployments = [];
		this.#rows.clear();
		this.#list.replaceChildren();
		this.#say("Loading…");
	}

	tick(now) {
		for (const row of this.#rows.values()) row.tick(now);
	}

	#read() {
		this.#asking?.stop();
		this.#asking = askUntilAnswered(
			(signal) => api.deployments(this.#name, signal),
			({ deployments }) => {
				this.#deployments = deployments;
				this.#say(deployments.length ? "" : "No deployments yet.");
				this.#show();
			},
			(text) => this.#say(text),
		);
	}

	#show() {
		const elements = this.#deployments.map((deployment) => {
			const row = this.#rows.get(deployment.id) ?? new DeploymentRow(this.#name, deployment, this.#rollBack);
			this.#rows.set(deployment.id, row);
			row.update(deployment, this.#canGoBackTo(deployment), { mayChange: this.#mayChange, isAway: this.#isAway });
			return row.element;
		});
		arrange(this.#list, elements);
	}

	#canGoBackTo({ outcome, commit }) {
		return this.#mayChange && outcome === "succeeded" && commit !== this.#commit;
	}

	#say(text) {
		say(find("#deployments-note"), text);
	}
}

class DeploymentRow {
	element;
	#deployment;
	#name;

	constructor(name, deployment, rollBack) {
		this.element = copy("deployment");
		this.#name = name;
		this.#deployment = deployment;
		find("button", this.element).addEventListener("click", () => rollBack(this.#deployment));
		const details = find("details", this.element);
		details.addEventListener("toggle", () => details.open && this.#readLines());
	}

	update(deployment, canRollBack, { mayChange, isAway }) {
		this.#deployment = deployment;
		showState(this.element, outcomeWords(deployment));
		setText(find("h3", this.element), reasonWords(deployment));
		this.#shorten("commit", deployment.commit, deployment.commit?.slice(0, 9) ?? "no commit");
		this.#shorten("image", deployment.image, deployment.image?.replace("sha256:", "").slice(0, 12) ?? "none");
		const steps = deployment.steps.map(({ step, seconds: took }) => `${step} ${took === null ? "…" : seconds(took)}`);
		this.#say("steps", steps.join(" · "));
		this.#say("failure", deployment.failure ? `${deployment.failure.message} ${deployment.failure.hint}`.trim() : "");
		updateLines(this.element, { state: deployment.outcome, failure: deployment.failure });
		show(find(".deployment-commit", this.element), Boolean(deployment.commit_info));
		setText(find('[data-part="subject"]', this.element), deployment.commit_info?.subject ?? "");
		this.#say("kept", keptWords(deployment));
		this.#listKept(mayChange);
		this.#say("end", endWords(deployment));
		show(find("details", this.element), deployment.outcome !== null);
		const button = find("button", this.element);
		show(button, canRollBack);
		allow(button, "rollback", isAway);
		setAttribute(button, "aria-describedby", isAway ? "app-docker" : null);
		setAttribute(button, "aria-label", `Roll back to this: ${deployment.commit?.slice(0, 9)}, deployment ${deployment.id}`);
		this.tick(Date.now());
	}

	tick(now) {
		const when = find("time", this.element);
		setText(when, relative(this.#deployment.started_at, now));
		setAttribute(when, "title", exact(this.#deployment.started_at));
		const author = find('[data-part="author"]', this.element);
		setText(author, authorWords(this.#deployment.commit_info, now));
		setAttribute(author, "title", this.#deployment.commit_info ? exact(this.#deployment.commit_info.date) : null);
		setText(find('[data-part="who"]', this.element), this.#deployment.requested_by);
	}

	#shorten(part, whole, text) {
		const element = find(`[data-part="${part}"]`, this.element);
		setText(element, text);
		setAttribute(element, "title", whole);
	}

	#say(part, text) {
		say(find(`[data-part="${part}"]`, this.element), text);
	}

	/** Files are downloaded by those who may change the app. */
	#listKept(mayChange) {
		const { id, kept_files: kept } = this.#deployment;
		const keyOf = (path) => `${mayChange} ${path}`;
		each(find('[data-part="files"]', this.element), kept?.paths ?? [], keyOf, (path) => {
			const file = make(mayChange ? "a" : "span", "mono", path);
			if (mayChange) Object.assign(file, { href: api.keptFile(this.#name, id, path), download: path.split("/").at(-1) });
			const item = make("li");
			item.append(file);
			return item;
		});
	}

	async #readLines() {
		const list = find(".log", this.element);
		try {
			const { lines, run_lines } = await api.deployment(this.#name, this.#deployment.id);
			// Lines from before the healthcheck passed are in both lists.
			const known = new Set(lines.map(({ sequence, time }) => `${time} ${sequence}`));
			const later = run_lines.filter(({ sequence, time }) => !known.has(`${time} ${sequence}`));
			const rows = [...lines, ...later].map(logRow);
			list.replaceChildren(...(rows.length ? rows : [make("p", "note", "No log lines.")]));
		} catch (error) {
			list.replaceChildren(make("p", "note", Problem.of(error).words));
		}
	}
}

const REASONS = { onboard: "First deployment", start: "Start", restart: "Restart", redeploy: "Redeploy", rollback: "Rollback", wake: "Started by a visit" };

const OUTCOMES = {
	succeeded: { word: "Succeeded", kind: "running" },
	failed: { word: "Failed", kind: "failed" },
	cancelled: { word: "Cancelled", kind: "stopped" },
};

const SIGNALS = { 1: "hangup", 2: "interrupt", 4: "illegal instruction", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "kill",
	11: "segmentation fault", 13: "broken pipe", 15: "terminate" };

export const reasonWords = ({ reason }) => REASONS[reason] ?? reason;

export const outcomeWords = ({ outcome }) => OUTCOMES[outcome ?? ""] ?? { word: "In progress", kind: "working" };

/** Who wrote the commit, and when. */
export const authorWords = (info, now) => (info ? `${info.author}, ${relative(info.date, now)}` : "");

/** Where the server stops counting them. */
const COUNTED = 10_000;

/** How many files its checkout moved aside, and where they are, before their list; empty for none. */
export const keptWords = ({ kept_files: kept }) => {
	if (!kept) return "";
	const number = kept.count >= COUNTED ? `more than ${COUNTED}` : kept.count;
	const what = kept.count === 1 ? "1 file that the app had changed or added was" : `${number} files that the app had changed or added were`;
	const more = kept.count > kept.paths.length ? "; the first are" : "";
	return `${what} moved aside, to ${kept.folder} of the app's folder${more}:`;
};

/** How its container ended; empty while it runs, and when it never started. */
export const endWords = ({ run }) => {
	if (!run) return "";
	const { outcome, exit_code } = run;
	if (outcome === "stopped") return "Stopped by a user.";
	if (outcome === "released") return "Stopped automatically: it was idle, or its lease ended.";
	if (outcome === "replaced") return "Replaced by a newer deployment.";
	if (outcome === "vanished") return "Its container was removed outside the control center.";
	if (outcome === "out_of_memory") return "Killed: out of memory.";
	if (exit_code === null) return "Exited with an unknown exit code.";
	if (exit_code === 0) return "Exited without an error.";
	if (exit_code <= 128) return `Exited with exit code ${exit_code}.`;
	const signal = exit_code - 128;
	return `Killed by signal ${signal}${SIGNALS[signal] ? ` (${SIGNALS[signal]})` : ""}.`;
};
