// One input of a form with its rule; and one with a secret that the server never tells.

import { find, setAttribute, setText, show } from "./dom.js";

export class Field {
	input;
	#error;
	#rule;
	#keepsSpaces;
	/** Once it was left with something in it, its error shows while one types. */
	#isTouched = false;

	/** An empty answer of its rule is fine. The id is the page's only one, the error's follows from it. */
	constructor(input, error, rule, { id, keepsSpaces = false }) {
		this.input = input;
		this.#error = error;
		this.#rule = rule;
		this.#keepsSpaces = keepsSpaces;
		error.id = `${id}-error`;
		setAttribute(input, "aria-describedby", [error.id, input.getAttribute("aria-describedby") ?? ""].join(" ").trim());
		input.addEventListener("input", () => this.check());
		input.addEventListener("focusout", (event) => {
			// While something is pressed, an error that appears would move it away from under the click.
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

	/** Shows from now on what is wrong. */
	touch() {
		this.#isTouched = true;
		return this.check();
	}

	check() {
		const error = this.#rule(this.value);
		if (this.#isTouched || !error) this.showError(error);
		return !error;
	}

	/** Unfolds what hides the input. Nothing takes the error away. */
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

/** Shown as kept, until one replaces it. */
export class Secret {
	#input;
	#kept;
	#isHeld = false;

	constructor(element) {
		this.#input = find("input", element);
		this.#kept = find(".kept", element);
		find("button", this.#kept).addEventListener("click", () => {
			this.#show(false);
			this.#input.focus();
		});
		this.hold(false);
	}

	/** Whether the server's value stays: it has one and none was given instead. */
	get isKept() {
		return this.#isHeld && this.#input.value === "";
	}

	hold(isHeld) {
		this.#isHeld = isHeld;
		if (isHeld) this.#input.placeholder = "empty keeps it";
		this.#show(isHeld);
	}

	#show(isKept) {
		show(this.#kept, isKept);
		show(this.#input, !isKept);
	}
}
