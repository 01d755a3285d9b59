// @ts-check
// One deployment in an app's history: made once, patched in place; its kept lines are read when somebody opens them.

import { api, Problem } from "./api.js";
import { endWords, outcomeWords, reasonWords } from "./deployment_words.js";
import { find, make, setAttribute, setText, show } from "./dom.js";
import { logRow } from "./log_row.js";
import { relative, seconds } from "./time.js";

/** @typedef {import("./store.js").Deployment} Deployment */

export class DeploymentRow {
    /** @type {HTMLElement} */
    element;
    /** @type {Deployment} */
    #deployment;
    #name;

    /** @param {string} name  of the app @param {Deployment} deployment @param {(deployment: Deployment) => void} rollBack */
    constructor(name, deployment, rollBack) {
        const template = /** @type {HTMLTemplateElement} */ (find("#deployment-template"));
        this.element = /** @type {HTMLElement} */ (find("li", template.content).cloneNode(true));
        this.#name = name;
        this.#deployment = deployment;
        find("button", this.element).addEventListener("click", () => rollBack(this.#deployment));
        const details = /** @type {HTMLDetailsElement} */ (find("details", this.element));
        details.addEventListener("toggle", () => details.open && this.#readLines());
    }

    /** @param {Deployment} deployment @param {boolean} canRollBack */
    update(deployment, canRollBack) {
        this.#deployment = deployment;
        const { word, kind } = outcomeWords(deployment);
        setAttribute(this.element, "data-kind", kind);
        setAttribute(find("use", this.element), "href", `#shape-${kind}`);
        setText(find("h3", this.element), reasonWords(deployment));
        setText(find(".card-state", this.element), word);
        const commit = find('[data-part="commit"]', this.element);
        setText(commit, deployment.commit?.slice(0, 9) ?? "no commit");
        setAttribute(commit, "title", deployment.commit);
        const image = find('[data-part="image"]', this.element);
        setText(image, deployment.image?.replace("sha256:", "").slice(0, 12) ?? "none");
        setAttribute(image, "title", deployment.image);
        const steps = deployment.steps.map(({ step, seconds: took }) => `${step} ${took === null ? "…" : seconds(took)}`);
        this.#say("steps", steps.join(" · "));
        this.#say("failure", deployment.failure ? `${deployment.failure.message} ${deployment.failure.hint}`.trim() : "");
        this.#say("end", endWords(deployment));
        show(find("details", this.element), deployment.outcome !== null);
        const button = find("button", this.element);
        show(button, canRollBack);
        setAttribute(button, "aria-label", `Roll back to this: ${deployment.commit?.slice(0, 9)}, deployment ${deployment.id}`);
        this.tick(Date.now());
    }

    /** @param {number} now */
    tick(now) {
        const when = find("time", this.element);
        setText(when, relative(this.#deployment.started_at, now));
        setAttribute(when, "title", new Date(this.#deployment.started_at).toLocaleString());
        setText(find('[data-part="who"]', this.element), this.#deployment.requested_by);
    }

    /** @param {string} part @param {string} text */
    #say(part, text) {
        const element = find(`[data-part="${part}"]`, this.element);
        setText(element, text);
        show(element, text !== "");
    }

    async #readLines() {
        const list = find(".log", this.element);
        try {
            const { lines, run_lines } = await api.deployment(this.#name, this.#deployment.id);
            // What the container wrote while it was deployed is in both.
            const known = new Set(lines.map(({ sequence, time }) => `${time} ${sequence}`));
            const later = run_lines.filter(({ sequence, time }) => !known.has(`${time} ${sequence}`));
            const rows = [...lines, ...later].map(logRow);
            list.replaceChildren(...(rows.length ? rows : [make("p", "note", "No lines were kept.")]));
        } catch (error) {
            list.replaceChildren(make("p", "note", error instanceof Problem ? error.words : String(error)));
        }
    }
}
