import { api, Problem } from "../kit/api.js";
import { find, say, setText, show } from "../kit/dom.js";
import { closable } from "../kit/messages.js";
import { allow, AWAY, isDockerAway } from "../shared/docker.js";
import { actionsFor } from "../shared/states.js";
import { AppForm } from "./app_form.js";
import { changes, effect, valuesOf } from "./form_values.js";

export class Settings {
	#dialog = find("#settings");
	#element = find("#settings-form");
	#form = new AppForm(this.#element);
	#save = find("#settings-save");
	#apply = find("#settings-apply");
	#app = null;
	#isAway = false;
	#isSending = false;
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
		this.#form.readOffers();
		setText(find("#settings-title"), `Settings of ${app.name}`);
		this.#form.fill(valuesOf(app), app.has_repository_token, app.name);
		this.#form.unfold("shared_with");
		this.update({ host });
		this.#showEffect();
		this.#dialog.showModal();
		if (secret) this.#form.askForSecret(secret);
		else this.#form.input("start_command").focus();
	}

	update({ host }) {
		this.#isAway = isDockerAway(host);
		say(find("#settings-docker"), this.#isAway ? AWAY : "");
		this.#offer();
	}

	#offer() {
		allow(this.#apply, effectWords(effect(this.#body()), this.#state).action, this.#isAway);
		this.#save.disabled = this.#isSending;
		this.#apply.disabled ||= this.#isSending;
	}

	get #state() {
		return this.#app?.state ?? "unknown";
	}

	#body() {
		return this.#app ? changes(this.#app, this.#form.values) : {};
	}

	#showEffect() {
		const { words, action } = effectWords(effect(this.#body()), this.#state);
		setText(find("#settings-effect"), words);
		show(this.#apply, action !== null);
		this.#offer();
		this.#save.classList.toggle("button-primary", action === null);
		if (action) setText(this.#apply, `Save and ${action}`);
	}

	async #send(isApplied) {
		if (!this.#app || !this.#form.check()) return;
		const { name, state } = this.#app;
		const body = this.#body();
		this.#isSending = true;
		this.#offer();
		this.#form.showError("");
		try {
			if (effect(body) !== "nothing") await api.change(name, body);
			this.#dialog.close();
			const { action } = effectWords(effect(body), state);
			if (isApplied && action) this.#act(name, action);
		} catch (error) {
			this.#form.showProblem(Problem.of(error));
		} finally {
			this.#isSending = false;
			this.#showEffect();
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
