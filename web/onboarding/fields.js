import { copy, find, make, setAttribute, setText, show } from "../kit/dom.js";
import { limits, rules } from "./rules.js";

export class Field {
	input;
	#error;
	#rule;
	#keepsSpaces;
	/** After the field was left with a value, its error shows while typing. */
	#isTouched = false;

	/** An empty result of the rule is valid. The id is unique in the page. */
	constructor(input, error, rule, { id, keepsSpaces = false }) {
		this.input = input;
		this.#error = error;
		this.#rule = rule;
		this.#keepsSpaces = keepsSpaces;
		error.id = `${id}-error`;
		setAttribute(input, "aria-describedby", [error.id, input.getAttribute("aria-describedby") ?? ""].join(" ").trim());
		input.addEventListener("input", () => this.check());
		input.addEventListener("focusout", (event) => {
			// While the pointer is down, an error that appears would move the target away.
			const isPressed = document.querySelector(":active") !== null;
			const next = event.relatedTarget;
			const isText = next instanceof HTMLInputElement && next.type !== "checkbox";
			if (input.value && (isText || !isPressed)) this.touch();
		});
	}

	get value() {
		return this.#keepsSpaces ? this.input.value : this.input.value.trim();
	}

	get isFine() {
		return this.#rule(this.value) === "";
	}

	touch() {
		this.#isTouched = true;
		return this.check();
	}

	check() {
		const error = this.#rule(this.value);
		if (this.#isTouched || !error) this.showError(error);
		return !error;
	}

	/** Opens a folded section around the input. An empty error clears it. */
	showError(error) {
		setText(this.#error, error);
		setAttribute(this.input, "aria-invalid", error ? "true" : null);
		const folded = this.input.closest("details");
		if (error && folded) folded.open = true;
	}

	reset() {
		this.#isTouched = false;
		this.showError("");
	}
}

export class Secret {
	#input;
	#kept;
	#isHeld = false;

	constructor(element) {
		this.#input = find("input", element);
		this.#kept = find(".kept", element);
		find("button", this.#kept).addEventListener("click", () => this.replace());
		this.hold(false);
	}

	replace() {
		this.#show(false);
		this.#input.focus();
	}

	/** Whether the server's value stays: it has one, and no new one was typed. */
	get isKept() {
		return this.#isHeld && this.#input.value === "";
	}

	hold(isHeld) {
		this.#isHeld = isHeld;
		if (isHeld) this.#input.placeholder = "leave empty to keep";
		this.#show(isHeld);
	}

	#show(isKept) {
		show(this.#kept, isKept);
		show(this.#input, !isKept);
	}
}

export class Variables {
	#list;
	#add;
	#rows = [];

	constructor(element) {
		this.#list = find("ul", element);
		this.#add = find("[data-add]", element);
		this.#add.addEventListener("click", () => this.#append().focus());
	}

	get values() {
		return this.#rows.filter((row) => !row.isBlank).map((row) => row.variable);
	}

	get isFine() {
		return this.#rows.every((row) => row.isBlank || row.isFine);
	}

	/** Removes blank rows too, so that indexes match the server's. */
	touch() {
		for (const row of this.#rows.filter((row) => row.isBlank)) this.#remove(row);
		for (const row of this.#rows) row.touch();
	}

	fill(variables) {
		this.clear();
		for (const variable of variables) this.#append(variable);
	}

	clear() {
		for (const row of [...this.#rows]) this.#remove(row);
	}

	/** Focuses the value of the variable, a new one if there is none of this name. */
	askForSecret(name) {
		const row = this.#rows.find((other) => other.name.value === name) ?? this.#append({ name, value: "", secret: true });
		row.enter();
	}

	field(index, part) {
		const row = this.#rows[index];
		return part === "value" ? row?.value : row?.name;
	}

	#append(variable) {
		const row = new VariableRow((name) => this.#rows.some((other) => other !== row && other.name.value === name), variable);
		find(".variable-remove", row.element).addEventListener("click", () => this.#take(row));
		row.name.input.addEventListener("paste", (event) => this.#paste(event, row));
		this.#rows.push(row);
		this.#list.append(row.element);
		return row;
	}

	#take(row) {
		const next = this.#rows[this.#rows.indexOf(row) + 1];
		this.#remove(row);
		if (next) next.focus();
		else this.#add.focus();
		this.#list.dispatchEvent(new Event("input", { bubbles: true }));
	}

	#remove(row) {
		row.element.remove();
		this.#rows.splice(this.#rows.indexOf(row), 1);
	}

	#paste(event, row) {
		const pasted = parseVariables(event.clipboardData?.getData("text/plain") ?? "");
		if (pasted.length === 0) return;
		event.preventDefault();
		if (row.isBlank) this.#remove(row);
		for (const variable of pasted) this.#append(variable);
		this.#rows.at(-1)?.focus();
		this.#list.dispatchEvent(new Event("input", { bubbles: true }));
	}
}

export const parseVariables = (text) => {
	const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
	const found = lines.map((line) => /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(["']?)(.*)\2$/.exec(line));
	if (found.includes(null)) return [];
	return found.flatMap((match) => (match ? [{ name: match[1], value: match[3], secret: false }] : []));
};

class VariableRow {
	static #count = 0;

	element;
	name;
	value;
	#secret;
	#isSecret;
	#spec;

	/** `spec` says what a template's variable may hold. */
	constructor(isTaken, { name, value, secret, spec = null } = { name: "", value: "", secret: false }) {
		this.element = copy("variable");
		this.#isSecret = find(".variable-secret input", this.element);
		this.#secret = new Secret(find(".secret", this.element));
		const id = `variable-${(VariableRow.#count += 1)}`;
		const part = (name, rule) =>
			new Field(find(`.variable-${name}`, this.element), find(`[data-error="${name}"]`, this.element), rule, {
				id: `${id}-${name}`,
				keepsSpaces: name === "value",
			});
		this.name = part("name", (text) => rules.variable_name(text) || (isTaken(text) ? "This name is already used." : ""));
		this.#spec = spec;
		this.value = part("value", (text) => this.#errorOf(text));
		this.#isSecret.addEventListener("change", () => this.#veil());

		this.name.input.value = name;
		this.value.input.value = value ?? "";
		this.#isSecret.checked = secret;
		// The server finds a stored value by its name.
		this.name.input.readOnly = this.#isSecret.disabled = spec !== null || (secret && value === null);
		if (secret && value === null) this.#secret.hold(true);
		this.#veil();
		if (spec) this.#explain(spec, id);
	}

	#explain({ label, help, type, choices = type === "boolean" ? ["true", "false"] : [] }, id) {
		setText(find("[data-about]", this.element), [label, help].filter(Boolean).join(": "));
		if (choices.length === 0) return;
		const list = make("datalist");
		list.id = `${id}-choices`;
		list.append(...choices.map((choice) => new Option(choice, choice)));
		this.element.append(list);
		setAttribute(this.value.input, "list", list.id);
	}

	#errorOf(text) {
		if (this.#secret.isKept) return "";
		return rules[this.#isSecret.checked ? "secret_value" : "variable_value"](text) || (this.#spec ? limits(this.#spec)(text) : "");
	}

	get isBlank() {
		return (this.name.value === "" || this.#spec?.required === false) && this.value.value === "" && !this.#secret.isKept;
	}

	get isFine() {
		return this.name.isFine && this.value.isFine;
	}

	get variable() {
		const value = this.#secret.isKept ? null : this.value.value;
		return { name: this.name.value, value, secret: this.#isSecret.checked };
	}

	touch() {
		this.name.touch();
		this.value.touch();
	}

	focus() {
		this.name.input.focus();
	}

	enter() {
		this.#secret.replace();
	}

	#veil() {
		this.value.input.type = this.#isSecret.checked ? "password" : "text";
		this.value.check();
	}
}
