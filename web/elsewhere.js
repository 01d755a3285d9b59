// What finished that nobody asked for in this tab: another person's doing, another tab's, or an app that ended by itself.

/** More than these are told by their number. */
const NAMED = 3;

const DONE = {
    onboard: "was added", start: "was started", restart: "was restarted", redeploy: "was redeployed", rollback: "was rolled back", wake: "was woken",
};

/** Empty where nothing finished. */
const told = (app, before) => {
    const { state, name, deployment, failure } = app;
    if (state === "failed" && before?.state !== "failed") return `${name} failed: ${failure?.message ?? "nobody knows why."}`;
    const isNews = deployment !== null && deployment.outcome !== null && (before?.deployment?.id !== deployment.id || !before.deployment.outcome);
    if (isNews && before && deployment.outcome === "succeeded") {
        return `${name} ${DONE[deployment.reason] ?? "was deployed"} by ${deployment.requested_by}.`;
    }
    return state === "stopped" && before && before.state !== "stopped" ? `${name} was stopped.` : "";
};

export class Elsewhere {
    /** Names of the apps that something was asked of here which has not finished. */
    #asked = new Set();

    /** Does what is asked of an app here, and forgets that where it is refused. */
    async here(name, ask) {
        this.#asked.add(name);
        try {
            return await ask();
        } catch (error) {
            this.#asked.delete(name);
            throw error;
        }
    }

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

export const failedOf = (apps, before, user) =>
    [...apps.values()].filter((app) => app.owner === user && app.state === "failed" && before.has(app.name) && before.get(app.name)?.state !== "failed");
