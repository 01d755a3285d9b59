// @ts-check
// The list of apps, as cards or as a dense table: keyed by name, only what is shown is in the page.

import { Card } from "./card.js";
import { find, setText, show } from "./dom.js";
import { choose } from "./filters.js";
import { Row } from "./row.js";
import { everySecond } from "./time.js";
import { plural, stateWords } from "./words.js";

/**
 * @typedef {import("./store.js").App} App
 * @typedef {import("./me.js").Me} Me
 * @typedef {{view: Card|Row, app: App, me: Me|null}} Item  a view and what was written to it last
 */

/** So many are made at once: more than a screen holds, few enough to be painted at once. */
const AT_ONCE = 100;

export class AppList {
    /** @type {Map<string, Item>} */
    #items = new Map();
    /** @type {Map<string, App>} */
    #apps = new Map();
    /** @type {Me|null} */
    #me = null;
    /** @type {import("./filters.js").Filters} */
    #filters = { q: "", state: "", owner: "", sort: "" };
    #isTable = false;
    #limit = AT_ONCE;
    /** Elements that the browser does not paint now, so nobody reads their clocks. @type {Set<EventTarget|null>} */
    #skipped = new Set();
    #emit;
    #onChosen;
    /** Names of the rows that are selected. @type {Set<string>} */
    selected = new Set();

    /**
     * @param {(event: import("./card.js").CardEvent) => void} emit
     * @param {(chosen: ReturnType<typeof choose>, selected: Set<string>) => void} onChosen  after each change of what is shown
     */
    constructor(emit, onChosen) {
        this.#emit = emit;
        this.#onChosen = onChosen;
        for (const container of [find("#cards"), find("#rows")]) {
            container.addEventListener("contentvisibilityautostatechange", (event) => {
                if (/** @type {any} */ (event).skipped) this.#skipped.add(event.target);
                else this.#skipped.delete(event.target);
            });
        }
        find("#rows").addEventListener("change", (event) => this.#toggle(/** @type {HTMLInputElement} */ (event.target)));
        find("#select-all").addEventListener("change", (event) => {
            this.selectAll(/** @type {HTMLInputElement} */ (event.target).checked);
        });
        everySecond(() => {
            const now = Date.now();
            for (const { view } of this.#items.values()) {
                if (view.element.isConnected && !this.#skipped.has(view.element)) view.tick(now);
            }
        });
    }

    /** @param {Map<string, App>} apps @param {Me|null} me */
    update(apps, me) {
        this.#apps = apps;
        this.#me = me;
        for (const [name, { view }] of this.#items) {
            if (apps.has(name)) continue;
            view.element.remove();
            this.#items.delete(name);
            this.#skipped.delete(view.element);
        }
        for (const name of this.selected) if (!apps.has(name)) this.selected.delete(name);
        this.#render();
        setText(find("#counts"), summary([...apps.values()]));
    }

    /** @param {import("./filters.js").Filters} filters */
    filter(filters) {
        this.#filters = filters;
        this.#render();
    }

    /** @param {"cards"|"table"} layout */
    arrangeAs(layout) {
        this.#isTable = layout === "table";
        show(find("#cards"), !this.#isTable);
        for (const { view } of this.#items.values()) view.element.remove();
        this.#items.clear();
        this.#skipped.clear();
        this.#limit = AT_ONCE;
        this.selected.clear();
        this.#render();
    }

    /** @param {boolean} isSelected */
    selectAll(isSelected) {
        this.selected.clear();
        for (const [name, { view }] of this.#items) {
            const mayBe = view.element.isConnected && view.element.querySelector("input:enabled") !== null;
            if (isSelected && mayBe) this.selected.add(name);
        }
        this.#render();
    }

    /** Moves the focus to the next app, or the one before. @param {1|-1} direction */
    move(direction) {
        const elements = /** @type {HTMLElement[]} */ ([...this.#container.children]);
        const at = elements.findIndex((element) => element.contains(document.activeElement));
        elements[at < 0 ? 0 : at + direction]?.focus();
    }

    /** Does what opening the app that holds the focus means. */
    open() {
        const isItem = document.activeElement?.parentElement === this.#container;
        if (!isItem) return;
        const links = [...(document.activeElement?.querySelectorAll("a") ?? [])];
        /** @type {HTMLElement|undefined} */ (links.find((link) => !link.hidden))?.click();
    }

    get #container() {
        return find(this.#isTable ? "#rows" : "#cards");
    }

    #render() {
        const chosen = choose(this.#apps.values(), this.#filters);
        const shown = chosen.shown.slice(0, this.#limit);
        const elements = shown.map((app) => this.#item(app).view.element);
        const isShown = new Set(elements);
        for (const element of [...this.#container.children]) if (!isShown.has(/** @type {HTMLElement} */ (element))) element.remove();
        this.#arrange(elements);
        show(find("#table"), this.#isTable && elements.length > 0);
        show(find("#none"), this.#apps.size > 0 && elements.length === 0);
        const all = /** @type {HTMLInputElement} */ (find("#select-all"));
        all.checked = this.selected.size > 0;
        this.#onChosen(chosen, this.selected);
        if (chosen.shown.length <= this.#limit) return;
        this.#limit += 2 * AT_ONCE;
        setTimeout(() => this.#render());
    }

    /** The app's view, with everything that is known written to it. @param {App} app @returns {Item} */
    #item(app) {
        let item = this.#items.get(app.name);
        if (!item) {
            const view = this.#isTable ? new Row(app, this.#me) : new Card(app, this.#me, this.#emit);
            view.element.tabIndex = -1;
            item = { view, app, me: this.#me };
            this.#items.set(app.name, item);
        } else if (item.app !== app || item.me !== this.#me) {
            Object.assign(item, { app, me: this.#me });
            item.view.update(app, this.#me);
        }
        if (item.view instanceof Row) item.view.select(this.selected.has(app.name));
        return item;
    }

    /** Moves only what is out of place, and nothing while it holds the focus. @param {HTMLElement[]} elements */
    #arrange(elements) {
        const container = this.#container;
        let place = container.firstElementChild;
        for (const element of elements) {
            if (element === place) place = place.nextElementSibling;
            else if (!element.isConnected || !element.contains(document.activeElement)) container.insertBefore(element, place);
        }
    }

    /** @param {HTMLInputElement} box */
    #toggle(box) {
        const name = box.closest("tr")?.dataset.app ?? "";
        if (box.checked) this.selected.add(name);
        else this.selected.delete(name);
        this.#render();
    }
}

/** @param {App[]} apps */
export const summary = (apps) => {
    if (apps.length === 0) return "";
    const count = (/** @type {string[]} */ kinds) => apps.filter((app) => kinds.includes(stateWords(app.state).kind)).length;
    const parts = [plural(apps.length, "app"), `${count(["running"])} running`];
    const working = count(["working", "waiting"]);
    const trouble = count(["failed", "attention"]);
    if (working) parts.push(`${working} in progress`);
    if (trouble) parts.push(`${trouble} need${trouble === 1 ? "s" : ""} attention`);
    return parts.join(" · ");
};
