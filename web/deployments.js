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
    #commit = "";
    #mayChange = false;
    /** What the app told of its newest deployment when the list was read: with other news it is read again. */
    #known = "";
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
        this.#name = app.name;
        this.#commit = app.commit ?? "";
        this.#mayChange = mayChange;
        this.#show();
        const known = JSON.stringify(app.deployment);
        if (known === this.#known) return;
        this.#known = known;
        this.#read();
    }

    close() {
        this.#asking?.stop();
        this.#known = "";
        this.#deployments = [];
        this.#rows.clear();
        this.#list.replaceChildren();
        this.#say("Reading…");
    }

    /** @param {number} now */
    tick(now) {
        for (const row of this.#rows.values()) row.tick(now);
    }

    #read() {
        this.#asking?.stop();
        const asking = new Poll(
            async (signal) => {
                const { deployments } = await api.deployments(this.#name, signal);
                asking.stop();
                this.#deployments = deployments;
                this.#say(deployments.length ? "" : "Nothing was deployed yet.");
                this.#show();
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

    /** Newest first, as the server gives them. */
    #show() {
        let place = this.#list.firstElementChild;
        for (const deployment of this.#deployments) {
            const row = this.#rows.get(deployment.id) ?? new DeploymentRow(this.#name, deployment, this.#rollBack);
            this.#rows.set(deployment.id, row);
            row.update(deployment, this.#canGoBackTo(deployment));
            if (row.element === place) place = place.nextElementSibling;
            else this.#list.insertBefore(row.element, place);
        }
    }

    /** @param {Deployment} deployment */
    #canGoBackTo({ outcome, commit }) {
        return this.#mayChange && outcome === "succeeded" && commit !== this.#commit;
    }

    /** @param {string} text */
    #say(text) {
        setText(find("#deployments-note"), text);
        show(find("#deployments-note"), text !== "");
    }
}
