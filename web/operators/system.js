import { api, Problem } from "../kit/api.js";
import { fillTable, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { exact, plural, relative, size } from "../kit/format.js";
import { ask, toast } from "../kit/messages.js";
import { askUntilAnswered } from "../kit/poll.js";

export class System {
	#asking = [];
	#orphans = new Map();
	#table = find("#orphans");
	#all = find("#orphans-all");
	#button = find("#clean-up");
	#isBusy = false;

	constructor() {
		this.#table.addEventListener("change", () => this.#count());
		this.#all.addEventListener("change", () => {
			for (const box of this.#boxes) box.checked = this.#all.checked;
			this.#count();
		});
		this.#button.addEventListener("click", () => this.#cleanUp());
	}

	open() {
		this.close();
		this.#showReceipt({ removed: [], kept: [] });
		this.#read("orphans", api.orphans, ({ orphans }) => this.#write(orphans));
		this.#read("backups", api.backups, writeBackups);
	}

	close() {
		for (const question of this.#asking.splice(0)) question.stop();
	}

	#read(name, question, write) {
		const note = (text) => {
			say(find(`#${name}-note`), text);
			show(find(`#${name}-there`), text === "");
		};
		note("Loading…");
		this.#asking.push(askUntilAnswered(question, (answer) => {
			write(answer);
			note("");
		}, note));
	}

	get #boxes() {
		return [...this.#table.querySelectorAll("input:enabled")];
	}

	get #selected() {
		return this.#boxes.filter(({ checked }) => checked).map(({ value }) => this.#orphans.get(value));
	}

	#write(orphans) {
		this.#orphans = new Map(orphans.map((orphan) => [orphan.id, orphan]));
		show(find("#orphans-none"), orphans.length === 0);
		show(find("#orphans-some"), orphans.length > 0);
		fillTable(this.#table, orphans.map((orphan) => {
			const { id, kind, name, bytes, since, grace_until } = orphan;
			const box = make("input");
			Object.assign(box, { type: "checkbox", value: id, disabled: grace_until !== null, ariaLabel: `Select ${nameOf(orphan)}` });
			const time = make("time", "", relative(since, Date.now()));
			time.title = exact(since);
			return [box, kind, name, bytes === null ? "unknown" : size(bytes), time, whyWords(orphan)];
		}));
		this.#all.checked = false;
		this.#count();
	}

	#count() {
		const selected = this.#selected;
		this.#button.disabled = this.#isBusy || selected.length === 0;
		setText(find("#orphans-total"), totalWords([...this.#orphans.values()]) + (selected.length ? ` · selected: ${totalWords(selected)}` : ""));
	}

	async #cleanUp() {
		const wanted = this.#selected;
		const about = `${wanted.map(nameOf).join(", ")}\n\nThis cannot be undone.`;
		if (!(await ask(`Remove ${totalWords(wanted)}?`, about, "Remove", { isDanger: true }))) return;
		this.#isBusy = true;
		this.#count();
		try {
			this.#showReceipt(await api.cleanUp(wanted.map(({ id }) => id)));
		} catch (error) {
			toast(Problem.of(error).words, "error");
		} finally {
			this.#isBusy = false;
			this.#read("orphans", api.orphans, ({ orphans }) => this.#write(orphans));
		}
	}

	#showReceipt(receipt) {
		find("#cleanup-receipt").replaceChildren(...receiptWords(receipt, this.#orphans).map((text) => make("li", "", text)));
	}
}

const nameOf = ({ kind, name }) => `${kind} ${name}`;

export const totalWords = (things) => {
	const known = things.filter(({ bytes }) => bytes !== null);
	const unknown = things.length - known.length;
	const bytes = known.reduce((sum, thing) => sum + thing.bytes, 0);
	return [plural(things.length, "resource"), known.length && size(bytes), unknown && `${unknown} of unknown size`].filter(Boolean).join(", ");
};

export const whyWords = ({ why, grace_until }) => (grace_until ? `${why} It is kept until ${exact(grace_until)}.` : why);

export const receiptWords = ({ removed, kept }, known) => [
	...(removed.length ? [`Removed: ${totalWords(removed)}: ${removed.map(nameOf).join(", ")}.`] : []),
	...kept.map(({ id, why }) => `Kept ${known.has(id) ? nameOf(known.get(id)) : id}: ${why}`),
];

/** Milliseconds after which a backup is too old. */
const STALE = 48 * 3600 * 1000;

export const backupWords = ({ last, last_check, last_drill }, now) => {
	const isStale = last === null || now - Date.parse(last.at) > STALE;
	const judged = (event, words) => {
		if (!event) return { text: "none yet", isTrouble: false };
		const when = relative(event.at, now);
		return { text: event.ok ? `${when}: ${words}` : `failed ${when}`, isTrouble: !event.ok };
	};
	return {
		last: {
			isTrouble: isStale || last.left_out.length > 0,
			text: last ? [
				relative(last.at, now) + (isStale ? ", older than 48 h" : ""), `snapshot ${last.snapshot.slice(0, 8)}`, plural(last.apps, "app"),
				`${size(last.bytes_added)} added`, ...last.left_out.map((path) => `without ${path}`),
			].join(" · ") : "none yet",
		},
		last_check: judged(last_check, "no errors"),
		last_drill: judged(last_drill, `${plural(last_drill?.files, "file")} restored and verified`),
	};
};

const writeBackups = (backups) => {
	const { repository, trouble } = backups;
	show(find("#backups-off"), repository === null);
	show(find("#backups"), repository !== null);
	setText(find("#backups-place"), repository ?? "");
	say(find("#backups-trouble"), trouble ? `${trouble.message} ${trouble.hint}` : "");
	for (const [name, { text, isTrouble }] of Object.entries(backupWords(backups, Date.now()))) {
		const fact = find(`#backups [data-fact="${name}"]`);
		setText(find("span", fact), text);
		setAttribute(fact, "title", backups[name] && exact(backups[name].at));
		setAttribute(fact, "data-kind", isTrouble ? "attention" : null);
		show(find("svg", fact), isTrouble);
	}
};
