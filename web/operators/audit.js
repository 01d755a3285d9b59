// The address holds the filters, so a view can be shared as a link.

import { api } from "../kit/api.js";
import { copy, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { exact, plural, relative } from "../kit/format.js";
import { askUntilAnswered, everySecond } from "../kit/poll.js";
import { isOperator } from "../shared/permissions.js";
import { addressOf } from "../shared/routes.js";

const FILTERS = ["actor", "app", "action"];

export class Audit {
	#form = find("#audit-filters");
	#rows = find("#audit-rows");
	#older = find("#audit-older");
	#filters = {};
	#asking = null;
	#next = null;
	/** Null until the role is known. */
	#isAllowed = null;
	#isOpen = false;

	constructor() {
		this.#form.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#choose();
		});
		this.#older.addEventListener("click", () => this.#read());
		everySecond(() => this.#tick());
	}

	open({ parameters }) {
		this.#isOpen = true;
		this.#filters = Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name) ?? ""]));
		for (const name of FILTERS) this.#input(name).value = this.#filters[name];
		for (const format of ["csv", "json"]) {
			setAttribute(find(`[data-format="${format}"]`, this.#form), "href", api.auditFile(this.#filters, format));
		}
		this.#begin();
	}

	close() {
		this.#isOpen = false;
		this.#asking?.stop();
	}

	update({ me }) {
		const isAllowed = me && isOperator(me);
		if (this.#isAllowed === isAllowed) return;
		this.#isAllowed = isAllowed;
		if (this.#isOpen) this.#begin();
	}

	#begin() {
		this.#asking?.stop();
		this.#rows.replaceChildren();
		this.#next = null;
		show(this.#older, false);
		show(find("#audit-table"), false);
		show(this.#form, this.#isAllowed === true);
		if (this.#isAllowed) this.#read();
		else this.#say(this.#isAllowed === false ? "Only operators can read the audit log." : "Loading…");
	}

	#input(name) {
		return find(`[name="${name}"]`, this.#form);
	}

	#choose() {
		const given = Object.fromEntries(FILTERS.map((name) => [name, this.#input(name).value.trim()]));
		const hash = addressOf("audit", given);
		if (location.hash === hash) this.open({ parameters: new URLSearchParams(given) });
		else location.hash = hash;
	}

	#read() {
		this.#asking?.stop();
		this.#say("Loading…");
		show(this.#older, false);
		this.#asking = askUntilAnswered(
			(signal) => api.audit(this.#filters, this.#next, signal),
			({ entries, next }) => this.#append(entries, next),
			(text) => this.#say(text),
		);
	}

	#append(entries, next) {
		this.#rows.append(...entries.map(auditRow));
		this.#next = next;
		this.#offer(entries);
		this.#tick();
		const isEmpty = this.#rows.childElementCount === 0;
		this.#say(isEmpty ? "No matching entries." : "");
		show(find("#audit-table"), !isEmpty);
		show(this.#older, next !== null);
	}

	#say(text) {
		say(find("#audit-note"), text);
	}

	#offer(entries) {
		for (const name of FILTERS) {
			const list = find(`#audit-${name}s`);
			const known = new Set([...list.options].map((option) => option.value));
			for (const value of new Set(entries.map((entry) => entry[name]))) {
				if (value && !known.has(value)) list.append(new Option("", value));
			}
		}
	}

	#tick() {
		if (!this.#isOpen) return;
		const now = Date.now();
		for (const element of this.#rows.querySelectorAll("time")) setText(element, relative(element.dateTime, now));
	}
}

const auditRow = (entry) => {
	const row = copy("audit-row");
	row.dataset.outcome = entry.outcome;
	const time = find("time", row);
	setAttribute(time, "datetime", entry.at);
	setAttribute(time, "title", `${exact(entry.at)} · entry ${entry.sequence} · ${entry.hash}`);
	const texts = { actor: entry.actor, address: entry.address, action: entry.action.replaceAll("_", " "), app: entry.app ?? "" };
	for (const [name, text] of Object.entries(texts)) setText(find(`[data-cell="${name}"]`, row), text);
	setText(find(".outcome-word", row), entry.outcome);

	const changes = changesOf({ ...entry.detail, request_id: entry.request_id });
	show(find("details", row), changes.length > 0);
	setText(find("summary", row), plural(changes.length, "detail"));
	find(".changes", row).append(...changes.flatMap(change));
	return row;
};

const change = ({ name, before, after }) => {
	const value = make("dd");
	if (before !== null) value.append(make("del", "", before), " → ");
	value.append(make(before === null ? "span" : "ins", "", after));
	return [make("dt", "", name), value];
};

/** `before` is null for a detail that is not a change. */
export const changesOf = ({ before, after, ...others }) => {
	const [old, now] = [flat(before), flat(after)];
	const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
	const isChange = old.size > 0;
	return [
		...names.map((name) => ({ name, before: isChange ? (old.get(name) ?? "not set") : null, after: now.get(name) ?? "not set" })),
		...[...flat(others)].filter(([, text]) => text !== "not set").map(([name, after]) => ({ name, before: null, after })),
	];
};

const flat = (value, name = "") => {
	if (value === null || value === undefined || value === "") return new Map(name ? [[name, "not set"]] : []);
	if (Array.isArray(value) && value.every((entry) => entry && typeof entry === "object" && "name" in entry)) {
		return new Map(value.flatMap(({ name: key, ...entry }) => [[`${name} ${key}`, variable(entry)]]));
	}
	if (Array.isArray(value)) return new Map([[name, value.length ? value.join(", ") : "not set"]]);
	if (typeof value !== "object") return new Map([[name, String(value)]]);
	return new Map(Object.entries(value).flatMap(([key, entry]) => [...flat(entry, [name, key.replaceAll("_", " ")].join(" ").trim())]));
};

const variable = ({ value, secret }) => (secret ? `secret${value ? ` ${value}` : ""}` : String(value ?? "not set"));
