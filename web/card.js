// @ts-check
// One app's card: made once, patched in place.

import { find, make, setAttribute, setText, show } from "./dom.js";
import { mayChange } from "./me.js";
import { stepTime, updateBar, updateNext } from "./progress.js";
import { relative } from "./time.js";
import { actionsFor, plural, stateWords, STEPS } from "./words.js";

/** @typedef {import("./store.js").App} App */
/** @typedef {import("./me.js").Me} Me */
/** @typedef {{kind: "start"|"stop"|"restart"|"redeploy"|"settings"|"remove", name: string}} CardEvent */

export class Card {
    /** @type {HTMLElement} */
    element;
    /** @type {App} */
    #app;

    /**
     * @param {App} app
     * @param {Me|null} me
     * @param {(event: CardEvent) => void} emit
     */
    constructor(app, me, emit) {
        const template = /** @type {HTMLTemplateElement} */ (find("#card-template"));
        this.element = /** @type {HTMLElement} */ (find(".card", template.content).cloneNode(true));
        this.#app = app;
        setAttribute(this.element, "data-app", app.name);
        find(".steps", this.element).append(...STEPS.map(({ word }) => make("li", "", word)));
        this.element.addEventListener("click", (event) => this.#click(event, emit));
        this.element.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.#closeMenu();
        });
        this.element.addEventListener("focusout", (event) => {
            const menu = find(".menu", this.element);
            if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) this.#closeMenu();
        });
        this.update(app, me);
    }

    /** @param {App} app @param {Me|null} me  whose actions it offers */
    update(app, me) {
        this.#app = app;
        const { word, kind } = stateWords(app.state);
        setAttribute(this.element, "data-kind", kind);
        setAttribute(this.element, "data-state", app.state);
        setAttribute(find("use", this.element), "href", `#shape-${kind}`);
        setText(find(".card-name a", this.element), app.name);
        setAttribute(find(".card-name a", this.element), "href", `#/apps/${app.name}`);
        setAttribute(find("a[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
        setText(find(".card-state", this.element), word);
        setAttribute(find("summary", this.element), "aria-label", `More actions for ${app.name}`);
        updateBar(find(".steps", this.element), app);
        this.#updateFacts(app);
        this.#updateActions(app, me);
        this.tick(Date.now());
    }

    /** Writes what changes with the clock. @param {number} now */
    tick(now) {
        const { now: sentence, hint } = explain(this.#app, now);
        setText(find(".card-now", this.element), sentence);
        const hintElement = find(".card-hint", this.element);
        setText(hintElement, hint);
        show(hintElement, hint !== "");
        setAttribute(find(".card-now", this.element), "title", exact(this.#app.changed_at));
    }

    /** @param {App} app */
    #updateFacts(app) {
        const facts = {
            repository: app.repository.replace("https://", "") + (app.branch ? ` · ${app.branch}` : ""),
            commit: app.commit?.slice(0, 9) ?? "–",
            port: String(app.port),
            gpus: app.gpus === 0 ? "none" : plural(app.gpus, "GPU"),
            owner: app.owner,
            shared_with: app.shared_with.join(", "),
        };
        for (const [name, text] of Object.entries(facts)) {
            const element = find(`[data-fact="${name}"]`, this.element);
            setText(element, text);
            setAttribute(element, "title", name === "gpus" ? (app.deployment?.placement ?? null) : name === "commit" ? app.commit : text);
        }
        show(find("[data-shared]", this.element), app.shared_with.length > 0);
    }

    /** @param {App} app @param {Me|null} me */
    #updateActions(app, me) {
        const isOurs = mayChange(me, app);
        const actions = actionsFor(app.state);
        for (const [name, isPossible] of Object.entries(actions)) {
            show(find(`[data-action="${name}"]`, this.element), isPossible);
        }
        setAttribute(find('[data-action="open"]', this.element), "href", app.link);
        show(find(".menu", this.element), isOurs);
        setText(find(".card-sharer", this.element), isOurs || app.owner === me?.user ? "" : `shared by ${app.owner}`);
        updateNext(find("[data-next]", this.element), app, isOurs);
    }

    /**
     * @param {Event} event
     * @param {(event: CardEvent) => void} emit
     */
    #click(event, emit) {
        const target = event.target instanceof Element ? event.target.closest("button") : null;
        const kind = target?.dataset.action ?? target?.dataset.next;
        if (!kind) return;
        this.#closeMenu();
        emit(/** @type {CardEvent} */ ({ kind, name: this.#app.name }));
    }

    #closeMenu() {
        const menu = /** @type {HTMLDetailsElement} */ (find(".menu", this.element));
        if (menu.open && menu.contains(document.activeElement)) find("summary", menu).focus();
        menu.open = false;
    }
}

/** @param {string} iso */
const exact = (iso) => new Date(iso).toLocaleString();

/**
 * What the card says in a sentence, and what to do next.
 * @param {App} app
 * @param {number} now
 * @returns {{now: string, hint: string}}
 */
export const explain = (app, now) => {
    const by = app.deployment ? ` by ${app.deployment.requested_by}` : "";
    if (app.state === "failed" && app.failure) return { now: app.failure.message, hint: app.failure.hint };
    if (app.state === "unknown") return { now: "Docker cannot be reached, so nobody knows whether it runs.", hint: "" };
    if (app.state === "unhealthy") return { now: "It runs but does not answer its healthcheck.", hint: "Look at its log, or restart it." };
    if (app.state === "queued") return { now: `Waiting for its turn, asked ${relative(app.changed_at, now)}${by}`, hint: "" };
    if (app.progress) {
        const { detail } = app.progress;
        return { now: `${stepTime(app.progress, now)}${detail ? ` · ${detail}` : ""}`, hint: "" };
    }
    const last = app.deployment?.outcome === "failed" ? app.deployment.failure : null;
    const note = last ? `The last redeploy failed: ${last.message}` : "";
    if (app.state === "running") return { now: `Since ${relative(app.changed_at, now)}, deployed${by}`, hint: note };
    return { now: `${stateWords(app.state).word} ${relative(app.changed_at, now)}`, hint: "" };
};
