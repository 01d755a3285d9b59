import { find, say } from "../kit/dom.js";
import { once } from "../kit/rooms.js";

/** Loaded while the dialog is already seen. */
const reader = once(() => import("../forges/pasted.js"));

/** While somebody types, the address is not whole. */
const TYPING = /^(insertText|insertComposition|delete|history)/;

const NOTHING = { url: "", branch: "" };

/** Takes a repository as people have it, puts the branch it names into the form, and says what was made of it. */
export class RepositoryField {
	#form;
	#input;
	#note;
	#taken = NOTHING;

	constructor(element, form) {
		reader().catch(() => {});
		this.#form = form;
		this.#input = form.input("repository");
		this.#note = find("[data-taken]", element);
		this.#input.addEventListener("input", ({ inputType = "", data = null }) => {
			if (this.#input.value !== this.#taken.url) say(this.#note, "");
			if (!TYPING.test(inputType) || data === this.#input.value) this.#take();
		});
		this.#input.addEventListener("change", () => this.#take());
	}

	/** The form was emptied, or filled with another app. */
	reset() {
		this.#taken = NOTHING;
		say(this.#note, "");
	}

	/** What could not be read stays as it is, for the form's rule to refuse. */
	async #take() {
		const text = this.#input.value;
		if (text === this.#taken.url) return;
		const forges = await reader().catch(() => null);
		if (!forges || text !== this.#input.value) return;
		const { url, branch, words } = forges.readSource(text);
		const before = this.#taken;
		this.#taken = { url, branch };
		this.#form.set("repository", url);
		// A branch that came with another repository goes with it.
		if (branch || (before.branch && this.#form.values.branch === before.branch)) this.#form.set("branch", branch);
		say(this.#note, words);
	}
}
