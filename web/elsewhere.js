// @ts-check
// What finished that nobody asked for in this tab: another person's doing, another tab's, or an app that ended by itself.

/** @typedef {import("./store.js").App} App */

/** More than these are told by their number. */
const NAMED = 3;

/** @type {Record<string, string>} */
const DONE = { onboard: "was added", start: "was started", restart: "was restarted", redeploy: "was redeployed", rollback: "was rolled back" };

/**
 * @param {App} app
 * @param {App|undefined} before
 * @returns {string}  empty where nothing finished
 */
const told = (app, before) => {
    const { state, name, deployment, failure } = app;
    if (state === "failed" && before?.state !== "failed") return `${name} failed: ${failure?.message ?? "nobody knows why."}`;
    const isNews = deployment !== null && deployment.outcome !== null && (before?.deployment?.id !== deployment.id || !before.deployment.outcome);
    if (isNews && before && deployment.outcome === "succeeded") {
        return `${name} ${DONE[deployment.reason] ?? "was deployed"} by ${deployment.requested_by}.`;
    }
    return state === "stopped" && before && before.state !== "stopped" ? `${name} was stopped.` : "";
};

/** Tells apart what this tab asked for. */
export class Elsewhere {
    /** Names of the apps that something was asked of here which has not finished. @type {Set<string>} */
    #asked = new Set();

    /** Does what is asked of an app here, and forgets that where it is refused. @template T @param {string} name @param {() => Promise<T>} ask */
    async here(name, ask) {
        this.#asked.add(name);
        try {
            return await ask();
        } catch (error) {
            this.#asked.delete(name);
            throw error;
        }
    }

    /**
     * @param {Map<string, App>} apps
     * @param {Map<string, App>} before
     * @returns {string[]}  sentences
     */
    finished(apps, before) {
        const news = [];
        for (const app of apps.values()) {
            const known = before.get(app.name);
            const text = known === app ? "" : told(app, known);
            // The first end after something was asked here is the end of just that.
            if (text && !this.#asked.delete(app.name)) news.push(text);
        }
        if (news.length <= NAMED) return news;
        return [`${news.length} apps changed: ${news.slice(0, NAMED).join(" ")} …`];
    }
}

/** Apps of this person that failed just now. @param {Map<string, App>} apps @param {Map<string, App>} before @param {string} [user] */
export const failedOf = (apps, before, user) =>
    [...apps.values()].filter((app) => app.owner === user && app.state === "failed" && before.has(app.name) && before.get(app.name)?.state !== "failed");
