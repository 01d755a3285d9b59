import { api, Problem } from "../kit/api.js";
import { find, say, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { closable } from "../kit/messages.js";
import { allow, AWAY, isDockerAway } from "../shared/docker.js";
import { AppForm } from "./app_form.js";
import { Found } from "./found.js";
import { fills, newApp, suggest, suggestBuild } from "./form_values.js";
import { plan, rules, suggestName } from "./rules.js";
import { Templates } from "./templates.js";

/** Milliseconds without typing before the repository is inspected. */
const PAUSE = 500;

export class Onboarding {
	#dialog = find("#onboarding");
	#element = find("#onboarding-form");
	#form = new AppForm(this.#element);
	#submit = find("#submit");
	#nameIsOurs = true;
	#key = "";
	#isSending = false;
	#isAway = false;
	#appsDomain = "";
	#add;
	#inspection = { source: "", abort: new AbortController() };
	#ours = new Map();
	/** Fields that the user emptied, until the repository changes. */
	#emptied = new Set();
	#found = new Found(find("[data-found]", this.#element), this.#form);
	#inspected = null;
	#templates = new Templates((values) => this.#take(values));

	constructor(add) {
		this.#add = add;
		this.#form.hasDockerfile = false;
		closable(this.#dialog);
		this.#dialog.addEventListener("close", () => this.#inspection.abort.abort());
		this.#element.addEventListener("input", (event) => this.#input(event.target));
		this.#element.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#send();
		});
	}

	open(state) {
		this.#key = crypto.randomUUID();
		const link = [...state.apps.values()].find(({ link }) => link)?.link;
		this.#appsDomain = link ? new URL(link).host.split(".").slice(1).join(".") : "";
		this.#form.showGPUs(state.host);
		this.#form.readOffers();
		this.#templates.read();
		this.update(state);
		this.#dialog.showModal();
		this.#form.input("repository").focus();
	}

	update({ me, host }) {
		this.#isAway = isDockerAway(host);
		this.#offerToSend();
		say(find("#onboarding-docker"), this.#isAway ? AWAY : "");
		const { text, isUsedUp } = quotaWords(me);
		const element = find("[data-quota]", this.#element);
		say(element, text);
		element.classList.toggle("trouble", isUsedUp);
	}

	#offerToSend() {
		allow(this.#submit, "redeploy", this.#isAway);
		this.#submit.disabled ||= this.#isSending;
	}

	#input(input) {
		if (input.name === "repository") this.#emptied.clear();
		else if (input.value === "") this.#emptied.add(input.name);
		else this.#emptied.delete(input.name);
		if (input.name === "name") this.#nameIsOurs = input.value === "";
		if (input.name === "repository" && this.#nameIsOurs) {
			this.#form.input("name").value = suggestName(input.value.trim());
			this.#form.recheck("name");
		}
		this.#found.update();
		this.#showPlan();
		if (["repository", "branch", "repository_token"].includes(input.name)) this.#inspect();
		if (input.name === "build" && this.#inspected) this.#fillIn(suggest(this.#inspected, input.value));
	}

	/** Inspects the repository after a pause in typing; suggestions never block the form. */
	async #inspect() {
		const { repository = "", branch, repository_token } = this.#form.values;
		const source = JSON.stringify([repository, branch, repository_token]);
		if (source === this.#inspection.source) return;
		this.#inspection.abort.abort();
		const abort = new AbortController();
		this.#inspection = { source, abort };
		const report = (text) => setText(find("[data-inspected]"), text);
		report("");
		if (rules.repository(repository)) return this.#showFound(null);
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
		if (abort.signal.aborted) return;
		report("Inspecting the repository…");
		try {
			const asked = { repository, ...(branch && { branch }), ...(repository_token && { repository_token }) };
			const inspection = await api.inspect(asked, abort.signal);
			this.#showFound(inspection);
			this.#fillIn(suggest(inspection, this.#form.values.build));
			report("Repository inspected. Empty fields were filled in.");
		} catch (error) {
			if (abort.signal.aborted) return;
			this.#showFound(null);
			const { errors, message } = Problem.of(error);
			report(`Could not inspect the repository: ${errors[0]?.message ?? message}`);
		}
	}

	/** Null for nothing. */
	#showFound(inspection) {
		this.#inspected = inspection;
		const dependencies = inspection?.dependencies ?? null;
		const build = suggestBuild(dependencies, this.#form.mayBuild);
		if (this.#form.values.build === (this.#ours.get("build") ?? "python")) {
			this.#form.input("build").value = build;
			this.#ours.set("build", build);
		}
		this.#form.hasDockerfile = dependencies?.dockerfile ?? false;
		this.#found.show(dependencies);
	}

	#fillIn(suggestions) {
		for (const [name, { options, why }] of Object.entries(suggestions)) this.#form.offer(name, options, why);
		for (const [name, value] of fills(suggestions, this.#form.values, this.#ours, this.#emptied)) {
			this.#form.input(name).value = value;
			this.#form.recheck(name);
			this.#ours.set(name, value);
			if (value) this.#form.unfold(name);
		}
		this.#showPlan();
	}

	#take(values) {
		this.#inspection.abort.abort();
		this.#begin();
		this.#form.fill(values);
		this.#showPlan();
		this.#submit.focus();
	}

	#showPlan() {
		const { isFine: isReady, values } = this.#form;
		show(find("#plan"), isReady);
		if (isReady) setText(find("#plan"), plan(values, values.no_requirements, this.#appsDomain, this.#inspected?.dependencies));
	}

	#begin() {
		this.#form.reset();
		this.#nameIsOurs = true;
		this.#ours.clear();
		this.#emptied.clear();
		this.#inspection.source = "";
		this.#showFound(null);
		setText(find("[data-inspected]"), "");
	}

	async #send() {
		if (!this.#form.check()) return;
		this.#isSending = true;
		this.#offerToSend();
		this.#form.showError("");
		try {
			await this.#add(newApp(this.#form.values), this.#key);
			this.#begin();
			show(find("#plan"), false);
			this.#dialog.close();
		} catch (error) {
			const problem = Problem.of(error);
			// After a refusal the corrected form is a new request; after a network error it is the same one.
			if (problem.isFinal) this.#key = crypto.randomUUID();
			this.#form.showProblem(problem);
		} finally {
			this.#isSending = false;
			this.#offerToSend();
		}
	}
}

export const quotaWords = (me) => {
	if (!me) return { text: "", isUsedUp: false };
	const { apps, gpus, memory_gib, disk_gib } = me.quota;
	const of = ({ used, limit }, noun) =>
		limit === null ? [] : [`${Math.round(used * 10) / 10} of ${noun.endsWith("GiB") ? `${limit} GiB` : plural(limit, noun)}`];
	const memory = of(memory_gib, "GiB").map((text) => `${text} of memory`);
	const disk = of(disk_gib, "GiB").map((text) => `${text} of disk`);
	const parts = [...of(apps, "app"), ...of(gpus, "GPU"), ...memory, ...disk];
	const isUsedUp = apps.limit !== null && apps.used >= apps.limit;
	if (parts.length === 0) return { text: "", isUsedUp };
	return { text: `You use ${parts.join(", ")}.${isUsedUp ? " Remove an app before you add another." : ""}`, isUsedUp };
};
