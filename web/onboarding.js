// @ts-check
// The dialog that adds an app.

import { api, Problem } from "./api.js";
import { find, setAttribute, setText, show } from "./dom.js";
import { plan, rules, suggestName } from "./rules.js";

const FIELDS = ["repository", "name", "start_command", "port", "branch", "requirements_file", "gpus"];

export class Onboarding {
    /** @type {HTMLDialogElement} */
    #dialog = find("#onboarding");
    /** @type {HTMLFormElement} */
    #form = find("#onboarding-form");
    /** @type {HTMLButtonElement} */
    #submit = find("#submit");
    /** Fields that were left once: their errors show while one types. @type {Set<string>} */
    #touched = new Set();
    #nameIsOurs = true;
    #key = "";
    #appsDomain = "";

    constructor() {
        this.#form.addEventListener("input", (event) => this.#input(/** @type {HTMLInputElement} */ (event.target)));
        this.#form.addEventListener("focusout", (event) => {
            // On the way to a button: an error that appears now would move the button away from under the click.
            if (event.relatedTarget instanceof HTMLButtonElement) return;
            if (event.target instanceof HTMLInputElement && event.target.value) this.#touch(event.target.name);
        });
        this.#form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.#send();
        });
        for (const button of this.#dialog.querySelectorAll("[data-close]")) {
            button.addEventListener("click", () => this.#dialog.close());
        }
    }

    /** @param {import("./store.js").State} state */
    open(state) {
        this.#key = crypto.randomUUID();
        const link = [...state.apps.values()][0]?.link;
        this.#appsDomain = link ? new URL(link).host.split(".").slice(1).join(".") : "";
        const gpus = state.host?.gpus?.length ?? 0;
        setText(find("#gpus-note"), gpus ? `This machine has ${gpus}.` : "This machine shows none; 0 runs on its processors.");
        this.#dialog.showModal();
        this.#field("repository").focus();
    }

    /** @param {string} name @returns {HTMLInputElement} */
    #field(name) {
        return find(`[name="${name}"]`, this.#form);
    }

    #values() {
        return Object.fromEntries(FIELDS.map((name) => [name, this.#field(name).value.trim()]));
    }

    #installsNothing() {
        return this.#field("no_requirements").checked;
    }

    /** @param {HTMLInputElement} input */
    #input(input) {
        if (input.name === "name") this.#nameIsOurs = input.value === "";
        if (input.name === "repository" && this.#nameIsOurs) {
            this.#field("name").value = suggestName(input.value.trim());
            this.#check("name");
        }
        this.#field("requirements_file").disabled = this.#installsNothing();
        this.#check(input.name === "no_requirements" ? "requirements_file" : input.name);
        this.#showPlan();
    }

    /** @param {string} name */
    #touch(name) {
        this.#touched.add(name);
        this.#check(name);
    }

    /** @param {string} name @returns {boolean} whether the field is fine */
    #check(name) {
        const rule = rules[name];
        if (!rule) return true;
        const isUnused = name === "requirements_file" && this.#installsNothing();
        const error = isUnused ? "" : rule(this.#field(name).value.trim());
        if (this.#touched.has(name) || !error) this.#showError(name, error);
        return !error;
    }

    /** @param {string} name @param {string} error */
    #showError(name, error) {
        const field = this.#field(name);
        setText(find(`#error-${name}`), error);
        setAttribute(field, "aria-invalid", error ? "true" : null);
        const folded = field.closest("details");
        if (error && folded) folded.open = true;
    }

    #showPlan() {
        const values = this.#values();
        const isReady = FIELDS.every((name) => !rules[name](values[name]));
        show(find("#plan"), isReady);
        if (isReady) setText(find("#plan"), plan(values, this.#installsNothing(), this.#appsDomain));
    }

    async #send() {
        for (const name of FIELDS) this.#touched.add(name);
        const wrong = FIELDS.filter((name) => !this.#check(name));
        if (wrong.length) return this.#field(wrong[0]).focus();

        this.#submit.disabled = true;
        show(find("#form-error"), false);
        try {
            await api.add(this.#body(), this.#key);
            this.#reset();
            this.#dialog.close();
        } catch (error) {
            this.#showProblem(error instanceof Problem ? error : new Problem(0, String(error)));
        } finally {
            this.#submit.disabled = false;
        }
    }

    #body() {
        const { branch, requirements_file, port, gpus, ...rest } = this.#values();
        return {
            ...rest,
            port: Number(port),
            gpus: Number(gpus),
            ...(branch && { branch }),
            ...(this.#installsNothing() ? { requirements_file: "" } : requirements_file && { requirements_file }),
        };
    }

    /** @param {Problem} problem */
    #showProblem(problem) {
        // Refused fields will be corrected: another request. Where nobody knows what became of it, it is the same one.
        if (problem.status >= 400 && problem.status < 500) this.#key = crypto.randomUUID();
        const [ours, others] = [problem.errors.filter((e) => FIELDS.includes(e.field)), problem.errors.filter((e) => !FIELDS.includes(e.field))];
        for (const { field, message } of ours) this.#showError(field, message);
        const general = find("#form-error");
        setText(general, ours.length ? others.map((e) => e.message).join(" ") : problem.message);
        show(general, general.textContent !== "");
        if (ours.length) this.#field(ours[0].field).focus();
    }

    #reset() {
        this.#form.reset();
        this.#touched.clear();
        this.#nameIsOurs = true;
        for (const name of FIELDS) this.#showError(name, "");
        show(find("#plan"), false);
    }
}
