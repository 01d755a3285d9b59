// @ts-check
// One action on several apps: asks once, does it a few at a time, and tells in one sentence what came of it.

import { find, setText, show } from "./dom.js";
import { actionsFor, plural } from "./words.js";

/** @typedef {"start"|"stop"|"restart"|"redeploy"} Action */

const AT_ONCE = 4;

/**
 * Which of them the action makes sense for now.
 * @param {Iterable<string>} names
 * @param {Map<string, import("./store.js").App>} apps
 * @param {Action} action
 */
export const possible = (names, apps, action) => [...names].filter((name) => actionsFor(apps.get(name)?.state ?? "unknown")[action]);

/**
 * @param {Action} action
 * @param {{name: string, error: string}[]} results  an empty error where the server took it
 */
export const outcome = (action, results) => {
    const refused = results.filter(({ error }) => error);
    const done = plural(results.length - refused.length, "app");
    const words = { start: "Starting", stop: "Stopping", restart: "Restarting", redeploy: "Redeploying" };
    if (refused.length === 0) return `${words[action]} ${done}.`;
    return `${words[action]} ${done}; refused: ${refused.map(({ name, error }) => `${name} (${error})`).join(", ")}`;
};

/**
 * @param {string[]} names
 * @param {(name: string) => Promise<unknown>} act
 */
export const actOnAll = async (names, act) => {
    /** @type {{name: string, error: string}[]} */
    const results = [];
    const waiting = [...names];
    const work = async () => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
            const error = await act(name).then(() => "", (reason) => reason.message);
            results.push({ name, error });
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return results;
};

export class Bulk {
    #bar = find("#bulk");
    /** @type {HTMLDialogElement} */
    #dialog = find("#bulk-dialog");
    /** @type {Set<string>} */
    #selected = new Set();
    /** @type {Map<string, import("./store.js").App>} */
    #apps = new Map();

    /**
     * @param {(names: string[], action: Action) => void} act
     * @param {() => void} clear
     */
    constructor(act, clear) {
        find("#bulk-clear").addEventListener("click", clear);
        this.#bar.addEventListener("click", async (event) => {
            const button = event.target instanceof Element ? event.target.closest("[data-bulk]") : null;
            if (!button) return;
            const action = /** @type {Action} */ (button.getAttribute("data-bulk"));
            const names = possible(this.#selected, this.#apps, action);
            if (await this.#confirm(button.textContent ?? "", names)) act(names, action);
        });
    }

    /** @param {Set<string>} selected @param {Map<string, import("./store.js").App>} apps */
    update(selected, apps) {
        this.#selected = selected;
        this.#apps = apps;
        show(this.#bar, selected.size > 0);
        if (selected.size === 0) return;
        setText(find("#bulk-count"), `${selected.size} selected`);
        for (const button of this.#bar.querySelectorAll("[data-bulk]")) {
            const action = /** @type {Action} */ (button.getAttribute("data-bulk"));
            /** @type {HTMLButtonElement} */ (button).disabled = possible(selected, apps, action).length === 0;
        }
    }

    /** @param {string} word @param {string[]} names @returns {Promise<boolean>} */
    #confirm(word, names) {
        setText(find("#bulk-title"), `${word} ${plural(names.length, "app")}?`);
        setText(find("#bulk-names"), names.join(", "));
        setText(find("#bulk-confirm"), word);
        this.#dialog.returnValue = "";
        this.#dialog.showModal();
        return new Promise((resolve) => {
            this.#dialog.addEventListener("close", () => resolve(this.#dialog.returnValue === "do"), { once: true });
        });
    }
}
