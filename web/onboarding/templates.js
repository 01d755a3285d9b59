// The operator's templates, offered before everything else.

import { api } from "../kit/api.js";
import { each, find, make, setText, show } from "../kit/dom.js";
import { valuesOf } from "./form_values.js";

/** Settings of a new app, as the server names them. */
const PLAIN = {
	repository: "", build: "python", start_command: "", port: "", branch: null, requirements_file: null, installer: "uv", extra_requirements: [], skip_requirements: [],
	repository_user: null, image: null, system_packages: [], models: [], gpus: 0, gpu_sharing: "exclusive", memory_gib: null, shared_with: [],
};

/** The form as a template fills it in; each of its variables knows what it may hold. */
export const valuesOfTemplate = ({ id, name, settings, environment }) => ({
	...valuesOf({ ...PLAIN, ...settings }),
	name: name ?? id,
	environment: [
		...(settings.environment ?? []),
		...environment.map((spec) => ({ name: spec.name, value: String(spec.default ?? ""), secret: spec.type === "secret", spec })),
	],
});

export class Templates {
	#part = find("#templates-part");
	#choose;

	constructor(choose) {
		this.#choose = choose;
	}

	async read() {
		const { templates } = await api.templates().catch(() => ({ templates: [] }));
		show(this.#part, templates.length > 0);
		each(find("#templates"), templates, ({ id }) => id, () => this.#offer()).forEach((item, index) => {
			const { title, description } = templates[index];
			setText(find("b", item), title);
			setText(find("small", item), description);
			find("button", item).onclick = () => this.#choose(valuesOfTemplate(templates[index]));
		});
	}

	#offer() {
		const item = make("li");
		const button = make("button", "offer");
		button.setAttribute("type", "button");
		button.append(make("b"), make("small", "note"));
		item.append(button);
		return item;
	}
}
