// @ts-check
// The dialog that adds an app.

import { api, Problem } from "./api.js";
import { catalogue } from "./catalogue.js";
import { closable, find, make, setText, show } from "./dom.js";
import { AppForm } from "./form.js";
import { newApp } from "./form_body.js";
import { fills, suggest } from "./inspection.js";
import { quotaWords } from "./me.js";
import { plan, rules, suggestName } from "./rules.js";

/** So long nothing has to be typed before the repository is looked at. */
const PAUSE = 500;

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
    /** What was looked at last, and how to give that up. */
    #looking = { source: "", abort: new AbortController() };
    /** What the page filled in by itself. @type {Map<string, string>} */
    #ours = new Map();

    /** @param {(form: Record<string, any>, key: string) => Promise<unknown>} add */
    constructor(add) {
        this.#add = add;
        closable(this.#dialog);
        this.#dialog.addEventListener("close", () => this.#looking.abort.abort());
        find("#catalogue").append(...catalogue.map((entry) => this.#offer(entry)));
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
        if (["repository", "branch", "repository_token"].includes(input.name)) this.#look();
    }

    /** Looks at the repository when one stopped typing; what comes of it is an offer and never in the way. */
    async #look() {
        const { repository = "", branch, repository_token } = this.#form.values;
        const source = JSON.stringify([repository, branch, repository_token]);
        if (source === this.#looking.source) return;
        this.#looking.abort.abort();
        const abort = new AbortController();
        this.#looking = { source, abort };
        const say = (/** @type {string} */ text) => setText(find("[data-inspected]"), text);
        say("");
        if (rules.repository(repository)) return;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (abort.signal.aborted) return;
        say("Looking at the repository…");
        try {
            const asked = { repository, ...(branch && { branch }), ...(repository_token && { repository_token }) };
            this.#fillIn(suggest(await api.inspect(asked, abort.signal)));
            say("Looked at the repository; what it says is filled in where nothing was.");
        } catch (error) {
            if (abort.signal.aborted) return;
            say(`It could not be looked at: ${error instanceof Problem ? (error.errors[0]?.message ?? error.message) : error}`);
        }
    }

    /** @param {import("./inspection.js").Suggestions} suggestions */
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

    /** @param {import("./catalogue.js").catalogue[number]} entry */
    #offer({ title, about, ...values }) {
        const button = make("button", "offer", title);
        button.setAttribute("type", "button");
        button.append(make("small", "note", about));
        button.addEventListener("click", () => {
            this.#form.fill(values);
            this.#nameIsOurs = true;
            this.#showPlan();
            this.#submit.focus();
        });
        const item = make("li", "", "");
        item.append(button);
        return item;
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
            this.#ours.clear();
            setText(find("[data-inspected]"), "");
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
