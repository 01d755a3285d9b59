// @ts-check
// One app's row in the dense table: made once, patched in place.

import { explain } from "./card.js";
import { find, setAttribute, setText, show } from "./dom.js";
import { mayChange } from "./me.js";
import { actionsFor, stateWords } from "./words.js";

/** @typedef {import("./store.js").App} App */

export class Row {
    /** @type {HTMLElement} */
    element;
    /** @type {App} */
    #app;

    /**
     * @param {App} app
     * @param {import("./me.js").Me|null} me
     */
    constructor(app, me) {
        const template = /** @type {HTMLTemplateElement} */ (find("#row-template"));
        this.element = /** @type {HTMLElement} */ (find("tr", template.content).cloneNode(true));
        this.#app = app;
        setAttribute(this.element, "data-app", app.name);
        setText(find(".row-name", this.element), app.name);
        setAttribute(find("input", this.element), "aria-label", `Select ${app.name}`);
        setAttribute(find(".row-name", this.element), "href", `#/apps/${app.name}`);
        setAttribute(find("[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
        this.update(app, me);
    }

    /** @param {App} app @param {import("./me.js").Me|null} me  who may select it if they may change it */
    update(app, me) {
        this.#app = app;
        const { word, kind } = stateWords(app.state);
        setAttribute(this.element, "data-kind", kind);
        setAttribute(this.element, "data-state", app.state);
        setAttribute(find("use", this.element), "href", `#shape-${kind}`);
        setText(find(".card-state", this.element), word);
        setText(find(".row-gpus", this.element), app.gpus ? String(app.gpus) : "–");
        setText(find(".row-owner", this.element), app.owner);
        const open = find("[data-open]", this.element);
        setAttribute(open, "href", app.link);
        show(open, actionsFor(app.state).open);
        const box = /** @type {HTMLInputElement} */ (find("input", this.element));
        box.disabled = !mayChange(me, app);
        this.tick(Date.now());
    }

    /** Writes what changes with the clock. @param {number} now */
    tick(now) {
        const { now: sentence, hint } = explain(this.#app, now);
        const element = find(".row-now", this.element);
        setText(element, sentence);
        setAttribute(element, "title", `${sentence} ${hint}`.trim());
    }

    /** @param {boolean} isSelected */
    select(isSelected) {
        const box = /** @type {HTMLInputElement} */ (find("input", this.element));
        box.checked = isSelected;
        setAttribute(this.element, "data-selected", isSelected ? "" : null);
    }
}
