// @ts-check
// An app's history: what was deployed when, by whom, and what became of it.

import { api, Problem } from "./api.js";
import { DeploymentRow } from "./deployment_row.js";
import { find, setText, show } from "./dom.js";
import { Poll } from "./poll.js";

/** @typedef {import("./store.js").App} App */
/** @typedef {import("./store.js").Deployment} Deployment */

export class Deployments {
    #list = find("#deployments");
    /** @type {Map<number, DeploymentRow>} */
    #rows = new Map();
    /** @type {Deployment[]} */
    #deployments = [];
    #name = "";
    /** What was read last: read again when it changes. @type {App|null} */
    #app = null;
    /** The question under way. @type {Poll|null} */
    #asking = null;
    #rollBack;

    /** @param {(deployment: Deployment) => void} rollBack */
    constructor(rollBack) {
        this.#rollBack = rollBack;
    }

    /** @param {App} app @param {boolean} mayChange */
    update(app, mayChange) {
        if (app.name !== this.#name) this.close();
        const isNews = this.#app !== app;
        this.#name = app.name;
        this.#app = app;
        this.#show(mayChange);
        if (isNews) this.#read(mayChange);
    }

    close() {
        this.#asking?.stop();
        this.#app = null;
        this.#deployments = [];
        this.#rows.clear();
        this.#list.replaceChildren();
        this.#say("Reading…");
    }

    /** @param {number} now */
    tick(now) {
        for (const row of this.#rows.values()) row.tick(now);
    }

    /** @param {boolean} mayChange */
    #read(mayChange) {
        this.#asking?.stop();
        const asking = new Poll(
            async (signal) => {
                const { deployments } = await api.deployments(this.#name, signal);
                asking.stop();
                this.#deployments = deployments;
                this.#say(deployments.length ? "" : "Nothing was deployed yet.");
                this.#show(mayChange);
            },
            (error) => {
                const isFinal = error instanceof Problem && error.status >= 400 && error.status < 500;
                if (isFinal) asking.stop();
                this.#say(isFinal ? error.message : "Reconnecting…");
            },
        );
        this.#asking = asking;
        asking.start();
    }

    /** Newest first, as the server gives them. @param {boolean} mayChange */
    #show(mayChange) {
        const commit = this.#app?.commit;
        let place = this.#list.firstElementChild;
        for (const deployment of this.#deployments) {
            const row = this.#rows.get(deployment.id) ?? new DeploymentRow(this.#name, deployment, this.#rollBack);
            this.#rows.set(deployment.id, row);
            row.update(deployment, mayChange && deployment.outcome === "succeeded" && deployment.commit !== commit);
            if (row.element === place) place = place.nextElementSibling;
            else this.#list.insertBefore(row.element, place);
        }
    }

    /** @param {string} text */
    #say(text) {
        setText(find("#deployments-note"), text);
        show(find("#deployments-note"), text !== "");
    }
}
