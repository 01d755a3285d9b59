// @ts-check
// The dialog that adds an app.

import { Problem } from "./api.js";
import { closable, find, setText, show } from "./dom.js";
import { AppForm } from "./form.js";
import { newApp } from "./form_body.js";
import { quotaWords } from "./me.js";
import { plan, suggestName } from "./rules.js";

export class Onboarding {
    /** @type {HTMLDialogElement} */
    #dialog = find("#onboarding");
    /** @type {HTMLFormElement} */
    #element = find("#onboarding-form");
    #form = new AppForm(this.#element);
    /** @type {HTMLButtonElement} */
    #submit = find("#submit");
    #nameIsOurs = true;
    #key = "";
    #appsDomain = "";
    #add;

    /** @param {(form: Record<string, any>, key: string) => Promise<unknown>} add */
    constructor(add) {
        this.#add = add;
        closable(this.#dialog);
        this.#element.addEventListener("input", (event) => this.#input(/** @type {HTMLInputElement} */ (event.target)));
        this.#element.addEventListener("submit", (event) => {
            event.preventDefault();
            this.#send();
        });
    }

    /** @param {import("./store.js").State} state */
    open(state) {
        this.#key = crypto.randomUUID();
        const link = [...state.apps.values()][0]?.link;
        this.#appsDomain = link ? new URL(link).host.split(".").slice(1).join(".") : "";
        const gpus = state.host?.gpus?.length ?? 0;
        setText(find("[data-gpus-note]", this.#element), gpus ? `This machine has ${gpus}.` : "This machine shows none; 0 runs on its processors.");
        this.tellQuota(state.me);
        this.#dialog.showModal();
        this.#form.input("repository").focus();
    }

    /** @param {import("./me.js").Me|null} me */
    tellQuota(me) {
        const { text, isUsedUp } = quotaWords(me);
        const element = find("[data-quota]", this.#element);
        setText(element, text);
        show(element, text !== "");
        element.classList.toggle("trouble", isUsedUp);
    }

    /** @param {HTMLInputElement} input */
    #input(input) {
        if (input.name === "name") this.#nameIsOurs = input.value === "";
        if (input.name === "repository" && this.#nameIsOurs) {
            this.#form.input("name").value = suggestName(input.value.trim());
            this.#form.recheck("name");
        }
        this.#showPlan();
    }

    #showPlan() {
        const { isFine: isReady, values } = this.#form;
        show(find("#plan"), isReady);
        if (isReady) setText(find("#plan"), plan(values, values.no_requirements, this.#appsDomain));
    }

    async #send() {
        if (!this.#form.check()) return;
        this.#submit.disabled = true;
        this.#form.showError("");
        try {
            await this.#add(newApp(this.#form.values), this.#key);
            this.#form.reset();
            this.#nameIsOurs = true;
            show(find("#plan"), false);
            this.#dialog.close();
        } catch (error) {
            const problem = error instanceof Problem ? error : new Problem(0, String(error));
            // Refused fields will be corrected: another request. Where nobody knows what became of it, it is the same one.
            if (problem.status >= 400 && problem.status < 500) this.#key = crypto.randomUUID();
            this.#form.showProblem(problem);
        } finally {
            this.#submit.disabled = false;
        }
    }
}
