// @ts-check
// The fields of an app, for the dialog that adds one and for the one that changes it: fills them in, checks them as one
// types, reads them, and puts the server's objections where they belong.

import { find, make, setAttribute, setText, show } from "./dom.js";
import { Field } from "./field.js";
import { rules } from "./rules.js";
import { Secret } from "./secret.js";
import { Variables } from "./variables.js";

export class AppForm {
    #form;
    /** By name, in the order of the page. @type {Map<string, Field>} */
    #fields = new Map();
    #variables;
    #token;

    /** @param {HTMLFormElement} form  has a place for the fields that both dialogs share */
    constructor(form) {
        this.#form = form;
        const template = /** @type {HTMLTemplateElement} */ (find("#fields-template"));
        find("[data-fields]", form).replaceWith(template.content.cloneNode(true));
        for (const element of form.querySelectorAll(".field")) this.#addField(element);
        this.#variables = new Variables(find(".variables", form));
        this.#token = new Secret(find(".token", form));
        form.addEventListener("input", () => this.#follow());
    }

    /** @param {string} name @returns {HTMLInputElement} */
    input(name) {
        return find(`[name="${name}"]`, this.#form);
    }

    /** What is filled in, by field. @returns {import("./form_body.js").Values} */
    get values() {
        const texts = [...this.#fields].map(([name, field]) => [name, field.value]);
        return {
            ...Object.fromEntries(texts),
            no_requirements: this.input("no_requirements").checked,
            remove_token: this.input("remove_token").checked,
            environment: this.#variables.values,
        };
    }

    get isFine() {
        return [...this.#fields.values()].every((field) => field.isFine) && this.#variables.isFine;
    }

    /** After the page itself wrote to a field. @param {string} name */
    recheck(name) {
        this.#fields.get(name)?.check();
    }

    /** Offers values to choose from while one types. @param {string} name @param {string[]} options @param {string} why  said at the field */
    offer(name, options, why) {
        const input = this.input(name);
        const id = `${this.#form.id}-${name}`;
        let list = document.getElementById(`${id}-options`);
        if (!list) {
            list = make("datalist", "", "");
            list.id = `${id}-options`;
            const note = make("small", "note", "");
            note.id = `${id}-why`;
            find(`#${id}-error`).after(list, note);
            setAttribute(input, "aria-describedby", `${input.getAttribute("aria-describedby")} ${note.id}`);
        }
        list.replaceChildren(...options.map((value) => new Option(value, value)));
        setText(find(`#${id}-why`), why);
        setAttribute(input, "list", list.id);
    }

    /** Shows everything that is wrong and goes to the first of it. @returns {boolean} whether all is fine */
    check() {
        for (const field of this.#fields.values()) field.touch();
        this.#variables.touch();
        return !this.#goToError();
    }

    /** @param {Record<string, any>} values  those named @param {boolean} hasToken  whether the server keeps a token */
    fill(values, hasToken = false) {
        this.reset();
        for (const [name, value] of Object.entries(values)) {
            if (name === "environment") this.#variables.fill(value);
            else if (typeof value === "boolean") this.input(name).checked = value;
            else this.input(name).value = value;
        }
        this.#token.hold(hasToken);
        show(find("[data-remove-token]", this.#form), hasToken);
        const isFilled = (/** @type {HTMLInputElement} */ input) => (input.type === "checkbox" ? input.checked : input.value !== "");
        for (const details of this.#form.querySelectorAll("details")) details.open = [...details.querySelectorAll("input")].some(isFilled);
        if (hasToken) this.unfold("repository_token");
        this.#follow();
    }

    /** @param {string} name  of a field in a folded part */
    unfold(name) {
        const details = this.input(name).closest("details");
        if (details) details.open = true;
    }

    reset() {
        this.#form.reset();
        this.#variables.clear();
        this.#token.hold(false);
        show(find("[data-remove-token]", this.#form), false);
        for (const field of this.#fields.values()) field.reset();
        for (const details of this.#form.querySelectorAll("details")) details.open = false;
        this.showError("");
        this.#follow();
    }

    /** Says what the server refused: at its field where it names one. @param {import("./api.js").Problem} problem */
    showProblem(problem) {
        const placed = problem.errors.map((error) => ({ ...error, place: this.#place(error.field) }));
        for (const { place, message } of placed) place?.showError(message);
        const others = placed.filter(({ place }) => !place).map(({ message }) => message);
        this.showError(others.join(" ") || (placed.length ? "" : problem.message));
        this.#goToError();
    }

    /** @param {string} text  about the form as a whole */
    showError(text) {
        const element = find(".form-error", this.#form);
        setText(element, text);
        show(element, text !== "");
    }

    /** @param {Element} element */
    #addField(element) {
        const input = /** @type {HTMLInputElement} */ (find("input", element));
        const error = make("small", "field-error", "");
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

    /** @param {string} name @returns {(value: string) => string} */
    #rule(name) {
        if (name !== "requirements_file") return rules[name];
        return (value) => (this.input("no_requirements").checked ? "" : rules[name](value));
    }

    /** What one answer means for other fields. */
    #follow() {
        this.input("requirements_file").disabled = this.input("no_requirements").checked;
        this.#fields.get("requirements_file")?.check();
    }

    /** @param {string} field  as the server names it, such as "port", "environment[0].name" or "shared_with[1]" */
    #place(field) {
        const [, name, index, part] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(field) ?? [];
        return name === "environment" ? this.#variables.field(Number(index ?? 0), part) : this.#fields.get(name);
    }

    #goToError() {
        const first = /** @type {HTMLElement|null} */ (this.#form.querySelector('[aria-invalid="true"]'));
        first?.focus();
        return first !== null;
    }
}
