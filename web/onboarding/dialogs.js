import { api, Problem } from "../kit/api.js";
import { find, make, say, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { closable } from "../kit/messages.js";
import { actionsFor } from "../shared/states.js";
import { AppForm } from "./app_form.js";
import { changes, effect, fills, newApp, suggest, valuesOf } from "./form_values.js";
import { plan, rules, suggestName } from "./rules.js";
import { templates } from "./templates.js";

/** Milliseconds without typing before the repository is inspected. */
const PAUSE = 500;

export class Onboarding {
	#dialog = find("#onboarding");
	#element = find("#onboarding-form");
	#form = new AppForm(this.#element);
	#submit = find("#submit");
	#nameIsOurs = true;
	#key = "";
	#appsDomain = "";
	#add;
	#inspection = { source: "", abort: new AbortController() };
	#ours = new Map();

	constructor(add) {
		this.#add = add;
		closable(this.#dialog);
		this.#dialog.addEventListener("close", () => this.#inspection.abort.abort());
		find("#templates").append(...templates.map((template) => this.#offer(template)));
		this.#element.addEventListener("input", (event) => this.#input(event.target));
		this.#element.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#send();
		});
	}

	open(state) {
		this.#key = crypto.randomUUID();
		const link = [...state.apps.values()][0]?.link;
		this.#appsDomain = link ? new URL(link).host.split(".").slice(1).join(".") : "";
		this.#form.showGPUs(state.host);
		this.update(state);
		this.#dialog.showModal();
		this.#form.input("repository").focus();
	}

	update({ me }) {
		const { text, isUsedUp } = quotaWords(me);
		const element = find("[data-quota]", this.#element);
		say(element, text);
		element.classList.toggle("trouble", isUsedUp);
	}

	#input(input) {
		if (input.name === "name") this.#nameIsOurs = input.value === "";
		if (input.name === "repository" && this.#nameIsOurs) {
			this.#form.input("name").value = suggestName(input.value.trim());
			this.#form.recheck("name");
		}
		this.#showPlan();
		if (["repository", "branch", "repository_token"].includes(input.name)) this.#inspect();
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
		if (rules.repository(repository)) return;
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
		if (abort.signal.aborted) return;
		report("Inspecting the repository…");
		try {
			const asked = { repository, ...(branch && { branch }), ...(repository_token && { repository_token }) };
			this.#fillIn(suggest(await api.inspect(asked, abort.signal)));
			report("Repository inspected. Empty fields were filled in.");
		} catch (error) {
			if (abort.signal.aborted) return;
			const { errors, message } = Problem.of(error);
			report(`Could not inspect the repository: ${errors[0]?.message ?? message}`);
		}
	}

	#fillIn(suggestions) {
		for (const [name, { options, why }] of Object.entries(suggestions)) this.#form.offer(name, options, why);
		for (const [name, value] of fills(suggestions, this.#form.values, this.#ours)) {
			this.#form.input(name).value = value;
			this.#form.recheck(name);
			this.#ours.set(name, value);
			if (value) this.#form.unfold(name);
		}
		this.#showPlan();
	}

	#offer({ title, about, ...values }) {
		const button = make("button", "offer", title);
		button.setAttribute("type", "button");
		button.append(make("small", "note", about));
		button.addEventListener("click", () => {
			this.#inspection.abort.abort();
			this.#begin();
			this.#form.fill(values);
			this.#showPlan();
			this.#submit.focus();
		});
		const item = make("li");
		item.append(button);
		return item;
	}

	#showPlan() {
		const { isFine: isReady, values } = this.#form;
		show(find("#plan"), isReady);
		if (isReady) setText(find("#plan"), plan(values, values.no_requirements, this.#appsDomain));
	}

	#begin() {
		this.#form.reset();
		this.#nameIsOurs = true;
		this.#ours.clear();
		this.#inspection.source = "";
		setText(find("[data-inspected]"), "");
	}

	async #send() {
		if (!this.#form.check()) return;
		this.#submit.disabled = true;
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
			this.#submit.disabled = false;
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

export class Settings {
	#dialog = find("#settings");
	#element = find("#settings-form");
	#form = new AppForm(this.#element);
	#save = find("#settings-save");
	#apply = find("#settings-apply");
	#app = null;
	#act;

	constructor(act) {
		this.#act = act;
		closable(this.#dialog);
		// No typed secret stays in the page.
		this.#dialog.addEventListener("close", () => this.#form.reset());
		this.#element.addEventListener("input", () => this.#showEffect());
		this.#element.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#send(event.submitter === this.#apply);
		});
	}

	/** `secret` names a variable to enter. */
	open(app, host, secret = "") {
		this.#app = app;
		this.#form.showGPUs(host);
		setText(find("#settings-title"), `Settings of ${app.name}`);
		setText(find("#settings-repository"), app.repository.replace("https://", ""));
		this.#form.fill(valuesOf(app), app.has_repository_token, app.name);
		this.#form.unfold("shared_with");
		this.#showEffect();
		this.#dialog.showModal();
		if (secret) this.#form.askForSecret(secret);
		else this.#form.input("start_command").focus();
	}

	#body() {
		return this.#app ? changes(this.#app, this.#form.values) : {};
	}

	#showEffect() {
		const { words, action } = effectWords(effect(this.#body()), this.#app?.state ?? "unknown");
		setText(find("#settings-effect"), words);
		show(this.#apply, action !== null);
		this.#save.classList.toggle("button-primary", action === null);
		if (action) setText(this.#apply, `Save and ${action}`);
	}

	async #send(isApplied) {
		if (!this.#app || !this.#form.check()) return;
		const { name, state } = this.#app;
		const body = this.#body();
		this.#save.disabled = this.#apply.disabled = true;
		this.#form.showError("");
		try {
			if (effect(body) !== "nothing") await api.change(name, body);
			this.#dialog.close();
			const { action } = effectWords(effect(body), state);
			if (isApplied && action) this.#act(name, action);
		} catch (error) {
			this.#form.showProblem(Problem.of(error));
		} finally {
			this.#save.disabled = this.#apply.disabled = false;
		}
	}
}

export const effectWords = (effect, state) => {
	if (effect === "nothing") return { words: "No changes yet.", action: null };
	if (effect === "at once") return { words: "Takes effect immediately.", action: null };
	const possible = actionsFor(state);
	if (effect === "redeploy") {
		const action = possible.redeploy ? "redeploy" : null;
		return { words: "Takes effect at the next deployment, which fetches the repository again.", action };
	}
	if (state === "failed") return { words: "Takes effect at the next restart or deployment.", action: "redeploy" };
	const words = state === "stopped" ? "Takes effect when the app starts." : "Takes effect at the next restart or deployment.";
	return { words, action: possible.restart ? "restart" : null };
};
