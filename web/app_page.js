// @ts-check
// The page of one app: what it does, its log, its history, its settings. Patched in place from the same news as the cards.

import { explain } from "./card.js";
import { endWords } from "./deployment_words.js";
import { Deployments } from "./deployments.js";
import { find, make, setAttribute, setText, show } from "./dom.js";
import { Logs } from "./logs.js";
import { mayChange } from "./me.js";
import { nextStep, updateBar, updateNext } from "./progress.js";
import { everySecond } from "./time.js";
import { SECTIONS } from "./views.js";
import { actionsFor, plural, stateWords, STEPS } from "./words.js";

/** @typedef {import("./store.js").App} App */
/** @typedef {import("./store.js").Deployment} Deployment */
/** @typedef {{kind: import("./card.js").CardEvent["kind"]|"rollback", name: string, deployment?: Deployment}} PageEvent */

const ACTIONS = ["restart", "redeploy", "stop"];

export class AppPage {
    #head = find("#app-head");
    #logs = new Logs();
    #deployments;
    #name = "";
    #section = "";
    /** @type {import("./store.js").State|null} */
    #state = null;

    /** @param {(event: PageEvent) => void} emit */
    constructor(emit) {
        this.#deployments = new Deployments((deployment) => emit({ kind: "rollback", name: this.#name, deployment }));
        find(".steps", this.#head).append(...STEPS.map(({ word }) => make("li", "", word)));
        find("#app").addEventListener("click", (event) => {
            const button = event.target instanceof Element ? event.target.closest("button") : null;
            const kind = button?.dataset.action ?? button?.dataset.next;
            if (kind) emit({ kind: /** @type {PageEvent["kind"]} */ (kind), name: this.#name });
        });
        everySecond(() => {
            this.#tick();
            if (this.#section === "deployments") this.#deployments.tick(Date.now());
        });
    }

    /** @param {string} name @param {string} section */
    open(name, section) {
        if (name !== this.#name) this.#logs.close();
        this.#name = name;
        this.#section = section;
        for (const other of SECTIONS) {
            show(find(`#app-${other}`), other === section);
            const link = find(`#app-tabs [data-section="${other}"]`);
            setAttribute(link, "href", `#/apps/${name}${other === SECTIONS[0] ? "" : `/${other}`}`);
            setAttribute(link, "aria-current", other === section ? "page" : null);
        }
        setAttribute(find("#app"), "data-section", section);
        if (this.#state) this.update(this.#state);
    }

    close() {
        this.#name = this.#section = "";
        this.#logs.close();
        this.#deployments.close();
    }

    /** @param {import("./store.js").State} state */
    update(state) {
        this.#state = state;
        if (!this.#name) return;
        const app = this.#app;
        const isKnown = state.revision !== null || state.refusal !== null;
        show(find("#app-there"), app !== undefined);
        show(find("#app-gone"), !app && isKnown);
        show(find("#app-loading"), !app && !isKnown);
        setText(find("#app-gone h2"), state.refusal?.title ?? `There is no “${this.#name}” here`);
        setText(find("#app-gone p"), state.refusal?.text ?? "It was removed, or it is not shared with you.");
        if (!app) {
            this.#logs.close();
            return this.#deployments.close();
        }
        const isOurs = mayChange(state.me, app);
        this.#updateHead(app, isOurs);
        if (this.#section === "overview") this.#updateOverview(app);
        if (this.#section === "settings") this.#updateSettings(app, isOurs);
        if (this.#section === "logs") this.#logs.open(app.name);
        else this.#logs.close();
        if (this.#section === "deployments") this.#deployments.update(app, isOurs);
    }

    /** @returns {App|undefined} */
    get #app() {
        return this.#state?.apps.get(this.#name);
    }

    #tick() {
        const app = this.#app;
        if (!app) return;
        const { now, hint } = explain(app, Date.now());
        setText(find(".card-now", this.#head), now);
        setText(find(".card-hint", this.#head), hint);
        show(find(".card-hint", this.#head), hint !== "");
        setAttribute(find(".card-now", this.#head), "title", new Date(app.changed_at).toLocaleString());
    }

    /** @param {App} app @param {boolean} isOurs */
    #updateHead(app, isOurs) {
        const { word, kind } = stateWords(app.state);
        setAttribute(this.#head, "data-kind", kind);
        setAttribute(find("use", this.#head), "href", `#shape-${kind}`);
        setText(find("#app-name"), app.name);
        setText(find(".card-state", this.#head), word);
        updateBar(find(".steps", this.#head), app);
        const possible = actionsFor(app.state);
        const step = nextStep(app);
        const open = find('[data-action="open"]', this.#head);
        setAttribute(open, "href", app.link);
        show(open, possible.open);
        updateNext(find("[data-next]", this.#head), app, isOurs);
        for (const action of /** @type {("restart"|"redeploy"|"stop")[]} */ (ACTIONS)) {
            const isOffered = isOurs && possible[action] && step?.action !== action;
            show(find(`button[data-action="${action}"]`, this.#head), isOffered);
        }
        this.#tick();
    }

    /** @param {App} app */
    #updateOverview(app) {
        const { deployment } = app;
        const link = find("#app-link");
        setText(link, app.link.replace("https://", ""));
        setAttribute(link, "href", app.link);
        this.#updateFacts(find("#app-facts"), {
            repository: app.repository.replace("https://", ""),
            branch: app.branch ?? "the repository's default",
            commit: app.commit ?? "none yet",
            image: deployment?.image ?? "none yet",
            port: String(app.port),
            gpus: app.gpus === 0 ? "none" : plural(app.gpus, "GPU") + (deployment?.placement ? ` · ${deployment.placement}` : ""),
            owner: app.owner,
            shared_with: app.shared_with.join(", ") || "nobody",
        });
        show(find("#app-trouble"), app.state === "failed");
        setText(find("#app-end"), (deployment && endWords(deployment)) || "What it wrote last may say why.");
        setAttribute(find("#app-trouble a"), "href", `#/apps/${app.name}/logs`);
    }

    /** @param {App} app @param {boolean} isOurs */
    #updateSettings(app, isOurs) {
        this.#updateFacts(find("#app-settings"), {
            start_command: app.start_command,
            requirements: app.requirements_file ?? "found by itself",
            memory: app.memory_gib === null ? "the usual" : `${app.memory_gib} GiB at most`,
            environment: app.environment.map(({ name, secret }) => (secret ? `${name} (secret)` : name)).join(", ") || "none",
            token: app.has_repository_token ? "kept" : "none",
        });
        show(find("#app-change"), isOurs);
        show(find("#app-danger"), isOurs);
    }

    /** @param {Element} root @param {Record<string, string>} facts */
    #updateFacts(root, facts) {
        for (const [name, text] of Object.entries(facts)) setText(find(`[data-fact="${name}"]`, root), text);
    }
}
