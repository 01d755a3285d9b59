// What an installation offers: other images, and folders with models.

import { api } from "../kit/api.js";
import { each, find, make, show } from "../kit/dom.js";
import { size } from "../kit/format.js";

export const modelWords = ({ name, bytes }) => (typeof bytes === "number" ? `${name} (${size(bytes)})` : name);

export class Offers {
	#form;
	#part;
	#list;
	#image;
	#allowed = [];
	#models = [];
	#mayBuild = false;
	#chosen = [];

	constructor(element, form) {
		this.#form = form;
		this.#part = find("[data-offers]", element);
		this.#list = find("[data-models]", element);
		this.#image = find('[name="image"]', element);
	}

	async read() {
		const [images, models] = await Promise.all([api.images().catch(() => null), api.models().catch(() => null)]);
		this.#allowed = images?.allowed ?? [];
		this.#models = models?.models ?? [];
		this.#mayBuild = images?.dockerfile ?? false;
		this.#image.placeholder = images?.default ?? "default";
		this.#show();
	}

	fill(names) {
		this.#chosen = names;
		for (const box of this.#boxes) box.checked = names.includes(box.value);
		this.#show();
	}

	/** Whether Dockerfiles are built for this person. */
	get mayBuild() {
		return this.#mayBuild;
	}

	get models() {
		return this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
	}

	get #boxes() {
		return [...this.#list.querySelectorAll("input")];
	}

	/** What the app has already is shown even if it is no longer offered. */
	#show() {
		const others = this.#chosen.filter((name) => !this.#models.some((model) => model.name === name));
		const models = [...this.#models, ...others.map((name) => ({ name }))];
		each(this.#list, models, ({ name }) => name, ({ name }) => this.#add(name)).forEach((item, index) => {
			find("span", item).textContent = modelWords(models[index]);
		});
		const names = this.#allowed.filter((pattern) => !pattern.includes("*"));
		if (this.#allowed.length) this.#form.offer("image", names, `Allowed: ${this.#allowed.join(", ")}`);
		const hasImages = this.#allowed.length > 0 || this.#image.value !== "";
		show(this.#image.closest(".field"), hasImages);
		show(this.#list.parentElement, models.length > 0);
		show(this.#part, hasImages || models.length > 0);
	}

	#add(name) {
		const label = make("label", "check");
		const box = make("input");
		Object.assign(box, { type: "checkbox", value: name, checked: this.#chosen.includes(name) });
		label.append(box, make("span"));
		return label;
	}
}
