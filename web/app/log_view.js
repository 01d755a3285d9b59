// Opens at the end of the log and follows it, or at the lines that say why the app failed; pauses while the reader is further up.

import { api, Problem } from "../kit/api.js";
import { find, setAttribute, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { toast } from "../kit/messages.js";
import { Poll, troubleWords } from "../kit/poll.js";
import { logRow, plain } from "./log_row.js";
import { LogSearch } from "./log_search.js";
import { failingPlaces, LogWindow } from "./log_window.js";

const NEAR = 24;
/** The server's page size. After a full page, more is likely: pause so that the screen can paint. */
const FULL = 500;
const PAINT_PAUSE = 100;
/** Pages of older lines among which failing lines are looked for. */
const PAGES_BACK = 3;

export class LogView {
	#view = find("#log");
	#source = find("#logs-source");
	#window = new LogWindow();
	#search;
	#poll = null;
	#name = "";
	#known = { instance: null, after: null };
	#follows = true;
	#hasOlder = false;
	#isReaching = false;
	#isLive = false;
	#failing = [];
	/** Whether the app is neither running nor about to. */
	#isAtRest = false;

	constructor() {
		this.#search = new LogSearch(this.#view, {
			lines: () => this.#window.shown,
			leave: () => this.#pause(),
			reachOlder: () => this.#reachOlder(),
		});
		this.#source.addEventListener("change", () => this.#begin());
		this.#view.addEventListener("scroll", () => this.#scrolled());
		find("#log-end").addEventListener("click", () => this.#toEnd());
		find("#log-copy").addEventListener("click", () => this.#copy());
		const wrap = find("#log-wrap");
		wrap.addEventListener("change", () => this.#view.classList.toggle("log-unwrapped", !wrap.checked));
	}

	/** `failing` are the lines to open at. */
	open(name, isAtRest, failing = []) {
		if (isAtRest !== this.#isAtRest) {
			this.#isAtRest = isAtRest;
			this.#note();
		}
		if (this.#name === name && this.#poll) return;
		this.#name = name;
		this.#source.value = "";
		this.#search.clear();
		this.#begin();
		this.#failing = failing;
	}

	close() {
		this.#poll?.stop();
		this.#poll = null;
		this.#clear();
	}

	#clear() {
		this.#window.clear();
		this.#view.replaceChildren();
		this.#known = { instance: null, after: null };
		this.#follows = true;
		this.#hasOlder = this.#isLive = this.#isReaching = false;
	}

	#begin() {
		this.#poll?.stop();
		this.#clear();
		setAttribute(find("#log-download"), "href", api.logFile(this.#name, this.#source.value));
		this.#note();
		this.#poll = new Poll((signal) => this.#ask(signal), (error) => this.#trouble(error));
		this.#poll.start();
	}

	async #ask(signal) {
		const asked = { ...this.#known, source: this.#source.value };
		const { instance, lines, last, reset, more } = await api.logs(this.#name, asked, signal);
		if (reset) {
			this.#clear();
			this.#hasOlder = more;
		}
		this.#known = { instance, after: last };
		this.#isLive = true;
		this.#apply(this.#window.take(lines, this.#follows));
		if (this.#failing.length) await this.#goToFailing(this.#failing.splice(0));
		if (lines.length >= FULL) await new Promise((resolve) => setTimeout(resolve, PAINT_PAUSE));
	}

	async #goToFailing(failing) {
		let places = failingPlaces(this.#window.shown, failing);
		for (let page = 0; !places.length && page < PAGES_BACK && (await this.#reachOlder()); page += 1) {
			places = failingPlaces(this.#window.shown, failing);
		}
		if (!places.length) return;
		this.#pause();
		const rows = places.map((place) => this.#view.children[place]);
		for (const row of rows) row.classList.add("log-failing");
		rows[0].scrollIntoView({ block: "center" });
	}

	#trouble(error) {
		this.#isLive = false;
		const isGone = Problem.of(error).status === 404;
		if (isGone) this.#poll?.stop();
		setText(find("#log-note"), isGone ? "This app was removed." : troubleWords(error));
	}

	#apply({ append, removeFirst }) {
		if (append.length) {
			const rows = document.createDocumentFragment();
			rows.append(...append.map(logRow));
			this.#view.append(rows);
			this.#removeRows(removeFirst, "firstElementChild");
			if (removeFirst) this.#hasOlder = true;
			if (this.#follows) this.#view.scrollTop = this.#view.scrollHeight;
			this.#search.linesChanged();
		}
		this.#note();
	}

	#removeRows(count, end) {
		for (let left = count; left > 0; left -= 1) this.#view[end]?.remove();
	}

	async #reachOlder() {
		const before = this.#window.oldest;
		const poll = this.#poll;
		if (!this.#hasOlder || this.#isReaching || before === null || !poll) return false;
		this.#isReaching = true;
		this.#note();
		try {
			const { lines, more } = await api.olderLogs(this.#name, before, this.#source.value);
			// Another log may have been opened meanwhile, or the end has moved the beginning.
			if (poll !== this.#poll || before !== this.#window.oldest) return false;
			this.#hasOlder = more;
			this.#prepend(this.#window.takeOlder(lines));
			return lines.length > 0;
		} catch (error) {
			toast(Problem.of(error).words, "error");
			return false;
		} finally {
			this.#isReaching = false;
			this.#note();
		}
	}

	#prepend({ prepend, removeLast }) {
		const rows = document.createDocumentFragment();
		rows.append(...prepend.map(logRow));
		const first = this.#view.firstElementChild;
		const place = first?.getBoundingClientRect().top ?? 0;
		this.#view.prepend(rows);
		this.#removeRows(removeLast, "lastElementChild");
		if (first) this.#view.scrollTop += first.getBoundingClientRect().top - place;
		this.#search.linesChanged();
	}

	#pause() {
		this.#follows = false;
		this.#note();
	}

	#toEnd() {
		if (this.#window.isCut) return this.#begin();
		this.#follows = true;
		this.#apply(this.#window.goToEnd());
		this.#view.scrollTop = this.#view.scrollHeight;
	}

	#scrolled() {
		const { scrollTop, scrollHeight, clientHeight } = this.#view;
		const isAtBottom = scrollHeight - scrollTop - clientHeight < NEAR;
		if (isAtBottom && this.#window.isCut) return this.#begin();
		if (isAtBottom && !this.#window.isAtEnd) this.#apply(this.#window.scrollDown());
		this.#follows = isAtBottom && this.#window.isAtEnd;
		if (scrollTop < clientHeight && !this.#follows) this.#reachOlder();
		this.#note();
	}

	async #copy() {
		const text = this.#window.shown.map((line) => plain(line.text)).join("\n");
		try {
			await navigator.clipboard.writeText(text);
			toast(`${plural(this.#window.shown.length, "line")} copied.`);
		} catch {
			toast("Your browser blocked copying.", "error");
		}
	}

	#note() {
		const { unseen } = this.#window;
		show(find("#log-end"), !this.#follows);
		setText(find("#log-end"), unseen ? `${plural(unseen, "new line")} ↓` : "Jump to end");
		if (!this.#isLive) return setText(find("#log-note"), "Loading…");
		const isEmpty = this.#window.shown.length === 0;
		const paused = this.#isReaching ? "Loading older lines…" : "Paused while you are not at the end.";
		setText(find("#log-note"), isEmpty ? "No log lines yet." : this.#follows ? followWords(this.#isAtRest) : paused);
	}
}

export const followWords = (isAtRest) => (isAtRest ? "The app is not running: this is the end of its log." : "Following.");
