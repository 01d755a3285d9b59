import { api, Problem } from "../kit/api.js";
import { find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { Field, Secret, Variables } from "./fields.js";
import { Offers } from "./offers.js";
import { RepositoryField } from "./repository_field.js";
import { idleNeedsPort, rules } from "./rules.js";

const NO_GPUS =
	"No GPU found. With 0 the app runs on the CPU. For NVIDIA GPUs, install NVIDIA's driver and the NVIDIA Container Toolkit, " +
	"run nvidia-ctk runtime configure, and restart Docker.";

const wishOf = ({ gpus, gpu_memory_gib, gpu_sharing }) => [gpus, gpu_memory_gib, gpu_sharing].join();

export class AppForm {
	#form;
	#fields = new Map();
	#variables;
	#token;
	#offers;
	#fit;
	#repository;
	/** The GPUs the app has already: it would compete with itself in the availability check. */
	#has = "";
	#app = "";
	/** Nothing is known of the repository of an app that is there already. */
	#hasDockerfile = true;

	constructor(form) {
		this.#form = form;
		const template = find("#fields-template");
		find("[data-fields]", form).replaceWith(template.content.cloneNode(true));
		for (const element of form.querySelectorAll(".field")) this.#addField(element);
		this.#variables = new Variables(find(".variables", form));
		this.#token = new Secret(find(".token", form));
		this.#offers = new Offers(form, this);
		this.#fit = new GPUFit(find("[data-fit]", form));
		this.#repository = new RepositoryField(form, this);
		form.addEventListener("input", () => this.#follow());
	}

	input(name) {
		return find(`[name="${name}"]`, this.#form);
	}

	get values() {
		const texts = [...this.#fields].map(([name, field]) => [name, field.value]);
		return {
			...Object.fromEntries(texts),
			...(!this.#hasToken && { repository_user: "" }),
			models: this.#offers.models,
			no_requirements: this.input("no_requirements").checked,
			remove_token: this.input("remove_token").checked,
			environment: this.#variables.values,
		};
	}

	get isFine() {
		return [...this.#fields.values()].every((field) => field.isFine) && this.#variables.isFine;
	}

	/** What the installation offers may have changed. */
	async readOffers() {
		await this.#offers.read();
		this.#follow();
	}

	get mayBuild() {
		return this.#offers.mayBuild;
	}

	set hasDockerfile(value) {
		this.#hasDockerfile = value;
		this.#follow();
	}

	/** As if it was typed. */
	set(name, value) {
		const input = this.input(name);
		if (input.value === value) return;
		input.value = value;
		if (value) this.unfold(name);
		input.dispatchEvent(new Event("input", { bubbles: true }));
	}

	recheck(name) {
		this.#fields.get(name)?.check();
	}

	offer(name, options, why) {
		const input = this.input(name);
		const id = `${this.#form.id}-${name}`;
		let list = document.getElementById(`${id}-options`);
		if (!list) {
			list = make("datalist");
			list.id = `${id}-options`;
			const note = make("small", "note");
			note.id = `${id}-why`;
			note.dataset.why = "";
			find(`#${id}-error`).after(list, note);
			setAttribute(input, "aria-describedby", `${input.getAttribute("aria-describedby")} ${note.id}`);
		}
		list.replaceChildren(...options.map((value) => new Option(value, value)));
		setText(find(`#${id}-why`), why);
		setAttribute(input, "list", list.id);
	}

	check() {
		for (const field of this.#fields.values()) field.touch();
		this.#variables.touch();
		return !this.#goToError();
	}

	fill(values, hasToken = false, app = "") {
		this.#app = app;
		this.reset();
		for (const [name, value] of Object.entries(values)) {
			if (name === "environment") this.#variables.fill(value);
			else if (name === "models") this.#offers.fill(value);
			else if (typeof value === "boolean") this.input(name).checked = value;
			else this.input(name).value = value;
		}
		this.#has = wishOf(values);
		this.#token.hold(hasToken);
		show(find("[data-remove-token]", this.#form), hasToken);
		for (const details of this.#form.querySelectorAll("details")) {
			details.open = [...details.querySelectorAll("input, select, textarea")].some(isFilled);
		}
		if (hasToken) this.unfold("repository_token");
		this.#follow();
	}

	showGPUs(host) {
		const count = host?.gpus?.length;
		const words = count ? `This machine has ${plural(count, "GPU")}.` : NO_GPUS;
		setText(find("[data-gpus-note]", this.#form), count === undefined ? "The GPUs of this machine are unknown right now." : words);
	}

	askForSecret(name) {
		find(".variables", this.#form).open = true;
		this.#variables.askForSecret(name);
	}

	unfold(name) {
		const details = this.input(name).closest("details");
		if (details) details.open = true;
	}

	reset() {
		this.#form.reset();
		this.#repository.reset();
		this.#variables.clear();
		this.#token.hold(false);
		show(find("[data-remove-token]", this.#form), false);
		for (const field of this.#fields.values()) field.reset();
		for (const details of this.#form.querySelectorAll("details")) details.open = false;
		for (const why of this.#form.querySelectorAll("[data-why]")) setText(why, "");
		this.#offers.fill([]);
		this.showError("");
		this.#follow();
	}

	showProblem(problem) {
		const placed = problem.errors.map((error) => ({ ...error, place: this.#place(error.field) }));
		for (const { place, message } of placed) place?.showError(message);
		const others = placed.filter(({ place }) => !place).map(({ message }) => message);
		this.showError(others.join(" ") || (placed.length ? "" : problem.message));
		this.#goToError();
	}

	showError(text) {
		say(find(".form-error", this.#form), text);
	}

	#addField(element) {
		const input = find("input, select, textarea", element);
		const error = make("small", "field-error");
		error.dataset.error = input.name;
		const note = element.querySelector(".note");
		const id = `${this.#form.id}-${input.name}`;
		if (note) {
			note.id = `${id}-note`;
			setAttribute(input, "aria-describedby", note.id);
		}
		find("label", element).after(error);
		this.#fields.set(input.name, new Field(input, error, this.#rule(input.name), { id }));
	}

	#rule(name) {
		if (name === "gpu_memory_gib") {
			return (value) => rules[name](value) || (this.#needsGPUMemory && !value ? "To share a GPU, set the GPU memory." : "");
		}
		if (name === "idle_minutes") return (value) => rules[name](value) || idleNeedsPort(value, this.input("port").value);
		if (name === "start_command") return (value) => (this.#isBuilt && !value.trim() ? "" : rules[name](value));
		if (name !== "requirements_file") return rules[name];
		return (value) => (this.input("no_requirements").checked ? "" : rules[name](value));
	}

	get #isBuilt() {
		return this.input("build").value === "dockerfile";
	}

	get #hasToken() {
		return !this.input("remove_token").checked && (this.#token.isKept || this.input("repository_token").value !== "");
	}

	get #needsGPUMemory() {
		return this.input("gpu_sharing").value === "shared" && Number(this.input("gpus").value) > 0;
	}

	#follow() {
		show(find("[data-build]", this.#form), this.#isBuilt || (this.mayBuild && this.#hasDockerfile));
		this.input("start_command").placeholder = this.#isBuilt ? "as the image starts" : "python app.py";
		this.#fields.get("start_command")?.check();
		this.#fields.get("gpu_memory_gib")?.check();
		this.#fields.get("idle_minutes")?.check();
		const isFine = ["gpus", "gpu_memory_gib"].every((name) => this.#fields.get(name)?.isFine);
		this.#fit.check(this.values, isFine && wishOf(this.values) !== this.#has, this.#app);
		show(find("[data-token-user]", this.#form), this.#hasToken);
		this.input("requirements_file").disabled = this.input("no_requirements").checked;
		this.#fields.get("requirements_file")?.check();
	}

	/** By the server's name for it, such as "port", "environment[0].name" or "shared_with[1]". */
	#place(field) {
		const [, name, index, part] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(field) ?? [];
		return name === "environment" ? this.#variables.field(Number(index ?? 0), part) : this.#fields.get(name);
	}

	#goToError() {
		const first = this.#form.querySelector('[aria-invalid="true"]');
		first?.focus();
		return first !== null;
	}
}

const isFilled = (input) => {
	if (input.type === "checkbox") return input.checked;
	return input.options ? input.selectedIndex > 0 : input.value !== input.defaultValue;
};

/** Milliseconds without typing before the server is asked. */
const PAUSE = 300;

export const fitWords = ({ fits, why, position }) => {
	if (fits) return `Fits on ${why}`;
	// A request that can never fit begins with its code.
	const words = why.replace(/^\w+_\w+: /, "");
	const sentence = words.charAt(0).toUpperCase() + words.slice(1);
	return position === null ? sentence : `${sentence}. It would be queued at position ${position}.`;
};

class GPUFit {
	#output;
	#asked = "";
	#abort = new AbortController();

	constructor(output) {
		this.#output = output;
	}

	async check({ gpus, gpu_memory_gib, gpu_sharing }, isFine, app) {
		const wish = { app, gpus, memory_gib: gpu_memory_gib, sharing: gpu_sharing };
		const asked = isFine && Number(gpus) > 0 ? JSON.stringify(wish) : "";
		if (asked === this.#asked) return;
		this.#asked = asked;
		this.#abort.abort();
		const { signal } = (this.#abort = new AbortController());
		if (!asked) return setText(this.#output, "");
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
		if (signal.aborted) return;
		const words = await api.fit(wish, signal).then(fitWords, (error) => Problem.of(error).words);
		if (!signal.aborted) setText(this.#output, words);
	}
}
