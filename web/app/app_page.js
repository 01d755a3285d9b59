import { find, say, setAttribute, setText, show } from "../kit/dom.js";
import { plural, size } from "../kit/format.js";
import { everySecond } from "../kit/poll.js";
import {
	failingLines, kindOf, leaseWords, nextStep, opens, showState, updateBar, updateExactTime, updateGPUActions, updateLines, updateNext, updateStatus,
} from "../shared/app_status.js";
import { allow, AWAY, isDockerAway } from "../shared/docker.js";
import { mayChange } from "../shared/permissions.js";
import { SECTIONS } from "../shared/routes.js";
import { actionsFor, isAtRest, stateWords } from "../shared/states.js";
import { Usage } from "../charts/usage.js";
import { Deployments, endWords } from "./deployments.js";
import { LogView } from "./log_view.js";

const ACTIONS = ["restart", "redeploy", "stop"];

export class AppPage {
	#head = find("#app-head");
	#logs = new LogView();
	#usage = new Usage(find("#app-usage"));
	#deployments;
	#name = "";
	#section = "";
	#state = null;

	constructor(emit) {
		this.#deployments = new Deployments((deployment) => emit({ kind: "rollback", name: this.#name, deployment }));
		find("#app").addEventListener("click", (event) => {
			const kind = kindOf(event);
			if (kind) emit({ kind, name: this.#name, action: this.#app?.failure?.action });
		});
		everySecond(() => {
			this.#tick();
			if (this.#section === "deployments") this.#deployments.tick(Date.now());
		});
	}

	open({ name, section }) {
		if (name !== this.#name) this.#logs.close();
		this.#name = name;
		this.#section = section;
		for (const other of SECTIONS) {
			show(find(`#app-${other}`), other === section);
			const link = find(`#app-tabs [data-section="${other}"]`);
			setAttribute(link, "href", `#/apps/${name}${other === SECTIONS[0] ? "" : `/${other}`}`);
			setAttribute(link, "aria-current", other === section ? "page" : null);
		}
		setAttribute(find("#app"), "data-section", section);
		if (this.#state) this.update(this.#state);
	}

	close() {
		this.#name = this.#section = "";
		this.#rest();
	}

	#rest() {
		this.#logs.close();
		this.#deployments.close();
		this.#usage.close();
	}

	update(state) {
		this.#state = state;
		if (!this.#name) return;
		const app = this.#app;
		const isKnown = state.revision !== null || state.refusal !== null;
		show(find("#app-there"), app !== undefined);
		show(find("#app-gone"), !app && isKnown);
		show(find("#app-loading"), !app && !isKnown);
		setText(find("#app-gone h2"), state.refusal?.title ?? `No app named “${this.#name}”`);
		setText(find("#app-gone p"), state.refusal?.text ?? "It was removed, or it is not shared with you.");
		if (!app) return this.#rest();
		const isOurs = mayChange(state.me, app);
		this.#updateHead(app, isOurs);
		if (this.#section === "overview") this.#updateOverview(app);
		if (this.#section === "settings") this.#updateSettings(app, isOurs);
		if (this.#section === "usage") this.#usage.open(app.name);
		else this.#usage.close();
		if (this.#section === "logs") this.#logs.open(app.name, isAtRest(app.state), failingLines(app));
		else this.#logs.close();
		if (this.#section === "deployments") this.#deployments.update(app, isOurs, isDockerAway(state.host));
	}

	get #app() {
		return this.#state?.apps.get(this.#name);
	}

	#tick() {
		if (!this.#app) return;
		updateStatus(this.#head, this.#app, Date.now());
		updateExactTime(this.#head, this.#app);
	}

	#updateHead(app, isOurs) {
		showState(this.#head, stateWords(app.state));
		setText(find("#app-name"), app.name);
		updateBar(find(".steps", this.#head), app);
		updateLines(this.#head, app);
		const possible = actionsFor(app.state);
		const step = nextStep(app);
		const open = find('[data-action="open"]', this.#head);
		setAttribute(open, "href", app.link);
		show(open, opens(app));
		const isAway = isDockerAway(this.#state.host);
		const next = find("[data-next]", this.#head);
		updateNext(next, app, isOurs, isAway);
		setAttribute(next, "aria-describedby", isAway ? "app-docker" : null);
		say(find("#app-docker"), isOurs && isAway ? AWAY : "");
		for (const action of ACTIONS) {
			const isOffered = isOurs && possible[action] && step?.action !== action;
			const button = find(`button[data-action="${action}"]`, this.#head);
			show(button, isOffered);
			allow(button, action, isAway);
			setAttribute(button, "aria-describedby", isAway ? "app-docker" : null);
		}
		updateGPUActions(this.#head, app, this.#state.me);
		this.#tick();
	}

	#updateOverview(app) {
		const { deployment } = app;
		const link = find("#app-link");
		setText(link, app.link?.replace("https://", "") ?? "none");
		setAttribute(link, "href", app.link);
		this.#updateFacts(find("#app-facts"), {
			repository: app.repository.replace("https://", ""),
			branch: app.branch ?? "default",
			commit: [app.commit ?? "none yet", app.commit === deployment?.commit && deployment?.commit_info?.subject].filter(Boolean).join(" · "),
			image: deployment?.image ?? "none yet",
			port: String(app.port ?? "none"),
			packages: hasPackages(app) ? packageWords(app.packages) : "",
			gpus: app.gpus ? [plural(app.gpus, "GPU"), deployment?.placement, leaseWords(app, Date.now())].filter(Boolean).join(" · ") : "none",
			owner: app.owner,
			shared_with: app.shared_with.join(", ") || "not shared",
		});
		for (const part of document.querySelectorAll("#app-facts [data-packages]")) show(part, hasPackages(app));
		const end = (deployment && endWords(deployment)) || (failingLines(app).length ? "" : "The last log lines may say why.");
		show(find("#app-trouble"), app.state === "failed" && end !== "");
		setText(find("#app-end"), end);
		setAttribute(find("#app-trouble a"), "href", `#/apps/${app.name}/logs`);
	}

	#updateSettings(app, isOurs) {
		this.#updateFacts(find("#app-settings"), {
			build: app.build === "dockerfile" ? "Dockerfile" : "Python environment",
			start_command: app.start_command || "as the image starts",
			requirements: requirementWords(app),
			installer: app.installer,
			system_packages: app.system_packages.join(" ") || "none",
			chosen_image: app.image ?? "default",
			models: app.models.map((name) => `/models/${name}`).join(" ") || "none",
			needs: needWords(app),
			memory: app.memory_gib === null ? "default" : `${app.memory_gib} GiB`,
			environment: app.environment.map(({ name, secret }) => (secret ? `${name} (secret)` : name)).join(", ") || "none",
			token: app.has_repository_token ? "saved" : "not set",
		});
		show(find("#app-change"), isOurs);
		show(find("#app-danger"), isOurs);
	}

	#updateFacts(root, facts) {
		for (const [name, text] of Object.entries(facts)) setText(find(`[data-fact="${name}"]`, root), text);
	}
}

/** Not before the first install. */
const hasPackages = ({ packages }) => Boolean(packages && packages.shared_bytes + packages.own_bytes);

/** What an app shares with others lies on the disk once. */
export const packageWords = ({ shared_bytes, own_bytes }) => `${size(shared_bytes)} shared with other apps, ${size(own_bytes)} of its own`;

export const requirementWords = ({ requirements_file, extra_requirements, skip_requirements }) => {
	const file = requirements_file === "" ? "no file" : (requirements_file ?? "found in the repository");
	const more = extra_requirements.length && `with ${extra_requirements.join(", ")}`;
	return [file, more, skip_requirements.length && `without ${skip_requirements.join(", ")}`].filter(Boolean).join("; ");
};

const needWords = ({ gpus, gpu_memory_gib, gpu_sharing, lease_hours, idle_minutes }) =>
	[
		gpus ? plural(gpus, "GPU") + (gpu_memory_gib ? ` with ${gpu_memory_gib} GiB` : "") : "no GPU",
		gpus && (gpu_sharing === "shared" ? "shared" : "exclusive"),
		lease_hours && `${lease_hours} h lease`,
		idle_minutes && `stops after ${idle_minutes} min idle`,
	].filter(Boolean).join(", ");
