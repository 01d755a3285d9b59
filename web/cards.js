// @ts-check
// The list of cards: keyed by name, in order of what needs a person.

import { Card } from "./card.js";
import { find, setText } from "./dom.js";
import { everySecond } from "./time.js";
import { plural, rank, stateWords } from "./words.js";

/** @typedef {import("./store.js").App} App */

export class Cards {
    /** @type {Map<string, {card: Card, app: App}>} */
    #cards = new Map();
    #list = find("#cards");
    /** @type {import("./me.js").Me|null} */
    #me = null;
    #emit;

    /** @param {(event: import("./card.js").CardEvent) => void} emit */
    constructor(emit) {
        this.#emit = emit;
        everySecond(() => {
            const now = Date.now();
            for (const { card } of this.#cards.values()) card.tick(now);
        });
    }

    /** @param {Map<string, App>} apps @param {import("./me.js").Me|null} me */
    update(apps, me) {
        for (const [name, { card }] of this.#cards) {
            if (apps.has(name)) continue;
            card.element.remove();
            this.#cards.delete(name);
        }
        for (const [name, app] of apps) {
            const known = this.#cards.get(name);
            if (!known) this.#cards.set(name, { card: new Card(app, me, this.#emit), app });
            else if (known.app !== app || this.#me !== me) {
                known.app = app;
                known.card.update(app, me);
            }
        }
        this.#me = me;
        this.#arrange([...apps.values()].sort((a, b) => rank(a.state) - rank(b.state) || a.name.localeCompare(b.name)));
        setText(find("#counts"), summary([...apps.values()]));
    }

    /** Moves only what is out of place, and nothing while it holds the focus. @param {App[]} apps */
    #arrange(apps) {
        let place = this.#list.firstElementChild;
        for (const app of apps) {
            const element = /** @type {{card: Card}} */ (this.#cards.get(app.name)).card.element;
            if (element === place) place = place.nextElementSibling;
            else if (!element.isConnected || !element.contains(document.activeElement)) this.#list.insertBefore(element, place);
        }
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
