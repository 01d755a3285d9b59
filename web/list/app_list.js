// All matching apps are in the page, so that the browser finds their text; it draws those on screen (content-visibility). A screenful
// is there in the first frame, and the rest soon after. Cards of many apps that failed alike are there once their group is opened.

import { arrange, find, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { everySecond } from "../kit/poll.js";
import { mayChange } from "../shared/permissions.js";
import { stateWords } from "../shared/states.js";
import { Card, Row } from "./card.js";
import { alike, keyOf } from "./alike.js";
import { bulk } from "./bulk.js";
import { CardGrid } from "./card_grid.js";
import { choose } from "./filters.js";

/** Milliseconds of each frame in which further items are made. */
const SLICE = 8;

/** Pixels: the height of a running app's card with the space below, and of a row. Others are higher. */
const CARD_HEIGHT = 208;
const ROW_HEIGHT = 37;

export class AppList {
	#items = new Map();
	#apps = new Map();
	/** Who looks, and whether Docker is away. */
	#viewer = { me: null, isAway: false };
	#filters = { q: "", state: "", owner: "", sort: "" };
	#isTable = false;
	#actOnAll;
	/** Cards for many apps that failed alike; null until there are such. */
	#failures = null;
	/** The matching apps with a card or a row of their own, in order. */
	#order = [];
	#filling = 0;
	/** Pixels. */
	#scroll = 0;
	#grid = new CardGrid(find("#cards"));
	/** Rows and groups of cards off screen, where clocks need not tick. */
	#skipped = new WeakSet();
	#emit;
	#onChosen;
	selected = new Set();

	/** `emit` gets what is asked of one app, `actOnAll` what is asked of many. */
	constructor(emit, actOnAll, onChosen) {
		this.#emit = emit;
		this.#actOnAll = actOnAll;
		this.#onChosen = onChosen;
		for (const container of [find("#cards"), find("#rows")]) {
			container.addEventListener("contentvisibilityautostatechange", (event) => {
				if (event.skipped) this.#skipped.add(event.target);
				else this.#skipped.delete(event.target);
			});
		}
		find("#rows").addEventListener("change", (event) => this.#toggle(event.target));
		find("#select-all").addEventListener("change", (event) => {
			this.selectAll(event.target.checked);
		});
		everySecond(() => {
			const now = Date.now();
			for (const { view } of this.#items.values()) {
				const { element } = view;
				if (element.isConnected && !this.#skipped.has(element) && !this.#skipped.has(element.parentElement)) view.tick(now);
			}
		});
	}

	update(apps, me, isAway) {
		this.#apps = apps;
		if (me !== this.#viewer.me || isAway !== this.#viewer.isAway) this.#viewer = { me, isAway };
		for (const [name, { view }] of this.#items) {
			if (apps.has(name)) continue;
			view.element.remove();
			this.#items.delete(name);
		}
		for (const name of this.selected) if (!apps.has(name)) this.selected.delete(name);
		this.#render();
		setText(find("#counts"), summary([...apps.values()]));
	}

	filter(filters) {
		this.#filters = filters;
		this.#render();
	}

	arrangeAs(layout) {
		this.#isTable = layout === "table";
		show(find("#cards"), !this.#isTable);
		for (const { view } of this.#items.values()) view.element.remove();
		this.#items.clear();
		this.selected.clear();
		this.#render();
	}

	selectAll(isSelected) {
		this.selected.clear();
		if (isSelected) for (const app of this.#order) if (mayChange(this.#viewer.me, app)) this.selected.add(app.name);
		this.#render();
	}

	move(direction) {
		const elements = [...find(this.#isTable ? "#rows" : "#cards").querySelectorAll("[data-app]")];
		const at = elements.findIndex((element) => element.contains(document.activeElement));
		elements[at < 0 ? 0 : at + direction]?.focus();
	}

	open() {
		if (!document.activeElement?.matches("[data-app]")) return;
		const links = [...(document.activeElement?.querySelectorAll("a") ?? [])];
		links.find((link) => !link.hidden)?.click();
	}

	/** Remembers where the reader was, before another page takes the place. */
	leave() {
		if (!find("#apps").hidden) this.#scroll = scrollY;
	}

	/** Back from an app's page: to its card, where it was on the screen. */
	returnTo(name) {
		scrollTo(0, this.#scroll);
		const element = this.#items.get(name)?.view.element;
		if (!element?.isConnected) return;
		element.focus({ preventScroll: true });
		element.scrollIntoView({ block: "nearest" });
	}

	/** How many items a screen holds at most. */
	get #screenful() {
		return this.#isTable ? Math.ceil(innerHeight / ROW_HEIGHT) : this.#grid.columns * Math.ceil(innerHeight / CARD_HEIGHT);
	}

	#render() {
		const chosen = choose(this.#apps.values(), this.#filters);
		this.#order = this.#group(chosen.shown);
		const isShown = new Set(this.#order.map(({ name }) => name));
		for (const [name, { view }] of this.#items) {
			if (isShown.has(name) || !view.element.isConnected) continue;
			// A focused item stays until the focus leaves it.
			if (view.element.contains(document.activeElement)) this.#item(this.#apps.get(name));
			else view.element.remove();
		}
		this.#fill(this.#screenful, 0);
		show(find("#table"), this.#isTable && this.#order.length > 0);
		show(find("#none"), this.#apps.size > 0 && chosen.shown.length === 0);
		find("#select-all").checked = this.selected.size > 0;
		this.#onChosen(chosen, this.selected);
	}

	/** @returns {any[]}  the apps with an item of their own; rows are short, and one chooses many of them at once */
	#group(apps) {
		const groups = this.#isTable ? new Map() : alike(apps);
		if (groups.size > 0 && !this.#failures) this.#openGroups();
		const failures = this.#failures;
		failures?.update(groups, this.#viewer);
		return failures ? apps.filter((app) => !groups.has(keyOf(app)) || failures.isOpened(keyOf(app))) : apps;
	}

	/** Each of them is shown until then, and when that fails. */
	async #openGroups() {
		const room = await bulk().catch(() => null);
		if (!room || this.#failures) return;
		this.#failures = new room.FailureGroups(this.#actOnAll, () => this.#render());
		this.#render();
	}

	/** Puts the items in order; makes at least `least` of those that are missing, and others for so many milliseconds. */
	#fill(least, milliseconds) {
		clearTimeout(this.#filling);
		const end = performance.now() + milliseconds;
		const elements = [];
		let made = 0;
		for (const app of this.#order) {
			if (!this.#items.has(app.name) && ++made > least && performance.now() >= end) continue;
			elements.push(this.#item(app).view.element);
		}
		if (this.#isTable) arrange(find("#rows"), elements);
		else this.#grid.arrange(elements);
		if (elements.length < this.#order.length) this.#filling = setTimeout(() => this.#fill(1, SLICE));
	}

	#item(app) {
		let item = this.#items.get(app.name);
		if (!item) {
			const view = this.#isTable ? new Row(app, this.#viewer) : new Card(app, this.#viewer, this.#emit);
			view.element.tabIndex = -1;
			item = { view, app, viewer: this.#viewer };
			this.#items.set(app.name, item);
		} else if (item.app !== app || item.viewer !== this.#viewer) {
			Object.assign(item, { app, viewer: this.#viewer });
			item.view.update(app, this.#viewer);
		}
		if (item.view instanceof Row) item.view.select(this.selected.has(app.name));
		return item;
	}

	#toggle(box) {
		const name = box.closest("tr")?.dataset.app ?? "";
		if (box.checked) this.selected.add(name);
		else this.selected.delete(name);
		this.#render();
	}
}

export const summary = (apps) => {
	if (apps.length === 0) return "";
	const count = (kinds) => apps.filter((app) => kinds.includes(stateWords(app.state).kind)).length;
	const parts = [plural(apps.length, "app"), `${count(["running"])} running`];
	const working = count(["working", "waiting"]);
	const trouble = count(["failed", "attention"]);
	if (working) parts.push(`${working} in progress`);
	if (trouble) parts.push(`${trouble} need${trouble === 1 ? "s" : ""} attention`);
	return parts.join(" · ");
};
