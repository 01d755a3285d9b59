import { api, Problem } from "../kit/api.js";
import { fillTable, find, make, say, setAttribute, setText, show } from "../kit/dom.js";
import { exact, plural, relative, size } from "../kit/format.js";
import { ask, toast } from "../kit/messages.js";
import { askUntilAnswered, everySecond, Poll, TIMEOUT, troubleWords } from "../kit/poll.js";

/** Milliseconds between two looks at a cleanup that moves. */
const PAUSE = 300;

/** Milliseconds before a search that failed is made again. */
const RETRY = 10_000;

/** Milliseconds until orphans have to be searched, null unless they have to: after a restart of the service nobody did. */
export const searchIn = ({ activity, looked_at, trouble }) => (activity === "idle" && looked_at === null ? (trouble ? RETRY : 0) : null);

export class System {
	#asking = [];
	#orphans = new Map();
	#table = find("#orphans");
	#all = find("#orphans-all");
	#button = find("#clean-up");
	#isBusy = false;
	#found = null;
	/** By the ids that a receipt may have; its orphans are no longer in the list. */
	#known = new Map();
	#receipt = null;
	#again = find("#search-again");
	#searching = 0;

	constructor() {
		this.#table.addEventListener("change", () => this.#count());
		this.#all.addEventListener("change", () => {
			for (const box of this.#boxes) box.checked = this.#all.checked;
			this.#count();
		});
		this.#button.addEventListener("click", () => this.#cleanUp());
		this.#again.addEventListener("click", () => this.#search());
		everySecond(() => this.#tick());
	}

	open() {
		this.close();
		this.#found = null;
		this.#ask("orphans", api.searchOrphans, (cleanup) => this.#follow(cleanup));
		this.#ask("backups", api.backups, (backups) => {
			writeBackups(backups);
			this.#note("backups", "");
		});
	}

	close() {
		for (const question of this.#asking.splice(0)) question.stop();
		clearTimeout(this.#searching);
	}

	#note(name, text) {
		say(find(`#${name}-note`), text);
		show(find(`#${name}-there`), text === "");
	}

	#ask(name, question, take) {
		this.#note(name, "Loading…");
		this.#asking.push(askUntilAnswered(question, take, (text) => this.#note(name, text)));
	}

	/** Shows each change until the page is left. */
	#follow(first) {
		let known = first.revision;
		this.#write(first);
		const poll = new Poll(
			async (signal) => {
				const cleanup = await api.orphans(known, signal);
				known = cleanup.revision;
				this.#write(cleanup);
				// Each resource that is removed is news.
				await new Promise((resolve) => setTimeout(resolve, PAUSE));
			},
			(error) => {
				if (Problem.of(error).isFinal) poll.stop();
				this.#sayActivity(troubleWords(error));
			},
		);
		this.#asking.push(poll);
		poll.start();
	}

	/** What comes of it is read by the poll, which asks for another one if this was not even begun. */
	async #search() {
		this.#again.disabled = true;
		await api.searchOrphans(AbortSignal.timeout(TIMEOUT)).catch((error) => {
			this.#again.disabled = false;
			this.#sayActivity(troubleWords(error));
		});
	}

	get #boxes() {
		return [...this.#table.querySelectorAll("input:enabled")];
	}

	get #selected() {
		return this.#boxes.filter(({ checked }) => checked).map(({ value }) => this.#orphans.get(value));
	}

	#write(cleanup) {
		const { orphans, looked_at, receipt, trouble } = cleanup;
		this.#isBusy = cleanup.activity === "removing";
		this.#again.disabled = cleanup.activity !== "idle";
		clearTimeout(this.#searching);
		const wait = searchIn(cleanup);
		if (wait !== null) this.#searching = setTimeout(() => this.#search(), wait);
		for (const orphan of orphans ?? []) this.#known.set(orphan.id, orphan);
		this.#sayActivity(activityWords(cleanup));
		say(find("#cleanup-trouble"), trouble?.message ?? "");
		this.#showReceipt(receipt);
		// The same list again would lose what is selected.
		if (looked_at !== null && looked_at !== this.#found) {
			this.#found = looked_at;
			this.#list(orphans);
		}
		this.#note("orphans", looked_at === null && trouble === null ? "Searching…" : "");
		show(find("#orphans-there"), looked_at !== null);
		this.#count();
	}

	#sayActivity(text) {
		say(find("#cleanup-activity"), text);
	}

	#list(orphans) {
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
			await api.cleanUp(wanted.map(({ id }) => id));
		} catch (error) {
			this.#isBusy = false;
			this.#count();
			toast(Problem.of(error).words, "error");
		}
	}

	#tick() {
		say(find("#cleanup-last"), this.#receipt === null ? "" : `Last cleanup: ${this.#receipt.by}, ${relative(this.#receipt.at, Date.now())}.`);
	}

	#showReceipt(receipt) {
		this.#receipt = receipt;
		this.#tick();
		const words = receipt === null ? [] : receiptWords(receipt, this.#known);
		const list = find("#cleanup-receipt");
		if ([...list.children].map(({ textContent }) => textContent).join("\n") === words.join("\n")) return;
		list.replaceChildren(...words.map((text) => make("li", "", text)));
	}
}

const nameOf = ({ kind, name }) => `${kind} ${name}`;

/** What is going on, empty while nothing is. */
export const activityWords = ({ activity, progress, orphans }) => {
	if (activity === "removing") return progress ? `Removing ${progress.done + 1} of ${progress.total}: ${nameOf(progress)}` : "Preparing to remove…";
	return activity === "searching" && orphans !== null ? "Searching…" : "";
};

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
