// What the inspection of a repository found: what will be installed, and problems with their fixes.

import { copy, each, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { lines } from "./rules.js";

const HOW = "Apps run in a Python image: enter a start command if it can run there.";

const buildWords = (mayBuild) =>
	mayBuild ? "To build that, choose Dockerfile below." : "Dockerfiles are not built for you here; the operator can allow it (builds.dockerfile).";

export const foundWords = ({ is_python, dockerfile, requirements, files, system_packages, python }, { installer, build }, mayBuild = false) => {
	if (build === "dockerfile") return "Builds the repository's Dockerfile";
	if (!is_python) return `No Python app was found in this repository${dockerfile ? `, only a Dockerfile. ${buildWords(mayBuild)}` : "."} ${HOW}`;
	const [first, ...others] = files;
	const more = others.length ? ` and ${plural(others.length, "other file")}` : "";
	return [
		requirements.count ? `Installs ${plural(requirements.count, "requirement")} from ${first}${more} with ${installer}` : "Installs no requirements",
		system_packages.length && `system packages ${system_packages.join(", ")}`,
		python && `Python ${python.replace(">=", "≥").replace("<=", "≤")}`,
	].filter(Boolean).join(" · ");
};

const FIELDS = { skip: "skip_requirements", extra: "extra_requirements" };

/** Whether the form has all lines of a fix. */
export const isAccepted = (fix, values) =>
	Object.entries(FIELDS).every(([part, name]) => fix[part].every((line) => lines(values[name]).includes(line)));

/** The form's fields with or without the lines of a fix. */
export const withFix = (fix, values, isWanted) =>
	Object.fromEntries(Object.entries(FIELDS).map(([part, name]) => {
		const others = lines(values[name]).filter((line) => !fix[part].includes(line));
		return [name, [...others, ...(isWanted ? fix[part] : [])].join("\n")];
	}));

export const fixWords = ({ skip, extra }) => {
	const added = extra.join(", ");
	if (skip.length === 0) return `Add ${added}`;
	return extra.length ? `Install ${added} instead` : "Leave it out";
};

/** What a Dockerfile installs is not known. */
const NOTHING = { problems: [], notes: [], requirements: { count: 0, lines: [] } };

export class Found {
	#element;
	#form;
	#all;
	#found = null;

	constructor(element, form) {
		this.#element = element;
		this.#form = form;
		this.#all = find("[data-fix-all]", element);
		this.#all.addEventListener("click", () => {
			for (const fix of this.#fixes) this.#write(fix, true);
		});
	}

	/** Null for nothing. Accepted fixes of what was found before go where they no longer fit. */
	show(found) {
		const before = this.#fixes;
		this.#found = found;
		const known = this.#fixes.map((fix) => JSON.stringify(fix));
		const { values } = this.#form;
		for (const fix of before) if (!known.includes(JSON.stringify(fix)) && isAccepted(fix, values)) this.#write(fix, false);
		this.update();
	}

	update() {
		const { values } = this.#form;
		show(this.#element, this.#found !== null);
		show(this.#all, this.#fixes.filter((fix) => !isAccepted(fix, values)).length > 1);
		if (!this.#found) return;
		const head = find("p", this.#element);
		setText(head, foundWords(this.#found, values, this.#form.mayBuild));
		const isBuilt = values.build === "dockerfile";
		head.classList.toggle("trouble", !this.#found.is_python && !isBuilt);
		const { problems, notes, requirements } = isBuilt ? NOTHING : this.#found;
		show(find("details", this.#element), requirements.lines.length > 0);
		each(find("details ul", this.#element), [...new Set(requirements.lines)], (line) => line, (line) => make("li", "", line));
		each(find(".problems", this.#element), problems, keyOf, (problem) => this.#add(problem)).forEach((item, index) => {
			const { fix } = problems[index];
			if (fix) find("input", item).checked = isAccepted(fix, values);
		});
		each(find(".found-notes", this.#element), notes, (note) => note, (note) => make("li", "", note));
	}

	get #fixes() {
		return (this.#found?.problems ?? []).flatMap(({ fix }) => (fix ? [fix] : []));
	}

	#add({ message, file, line, text, fix }) {
		const item = copy("problem");
		setText(find("p", item), message);
		say(find("code", item), [file && `${file}${line ? `:${line}` : ""}`, text].filter(Boolean).join(" · "));
		show(find("label", item), Boolean(fix));
		if (!fix) return item;
		setText(find("span", item), fixWords(fix));
		setAttribute(find("input", item), "aria-label", `${fixWords(fix)}: ${text || message}`);
		find("input", item).addEventListener("input", ({ target }) => this.#write(fix, target.checked));
		return item;
	}

	#write(fix, isWanted) {
		for (const [name, text] of Object.entries(withFix(fix, this.#form.values, isWanted))) this.#form.set(name, text);
	}
}

const keyOf = ({ code, file, line, text }) => JSON.stringify([code, file, line, text]);
