// What went wrong with the machine's GPUs: which apps it hurts, what mends it, and one button that recreates those apps.

import { arrange, copy, find, make, setAttribute, setText, show } from "./dom.js";
import { mayChange } from "./me.js";
import { exact, plural, relative } from "./words.js";

/** The affected apps that one sees, those of them that one may change, and in words how many others there are. */
export const affected = ({ deployments }, { apps, me }) => {
    const seen = [...apps.values()].filter((app) => deployments.includes(app.deployment?.id));
    const others = deployments.length - seen.length;
    return {
        seen: seen.map(({ name }) => name),
        ours: seen.filter((app) => mayChange(me, app)).map(({ name }) => name),
        others: others === 0 ? "" : `${seen.length ? " and " : ""}${plural(others, "app")} of others`,
    };
};

export class Incidents {
    #list = find("#incidents");
    #cards = new Map();
    #recreate;
    #announce;

    /** @param recreate  restarts apps by name; its promise ends when all were asked */
    constructor(recreate, announce) {
        this.#recreate = recreate;
        this.#announce = announce;
    }

    update(state) {
        const incidents = state.host?.incidents ?? [];
        for (const [id, { element }] of this.#cards) {
            if (incidents.some((incident) => incident.id === id)) continue;
            element.remove();
            this.#cards.delete(id);
        }
        const fresh = incidents.filter(({ id }) => !this.#cards.has(id));
        arrange(this.#list, incidents.map((incident) => {
            const card = this.#cards.get(incident.id) ?? new Incident(this.#recreate);
            this.#cards.set(incident.id, card);
            card.update(incident, state);
            return card.element;
        }));
        if (fresh.length) this.#announce(fresh.map(({ message }) => message).join(" "));
    }

    tick(now) {
        for (const card of this.#cards.values()) card.tick(now);
    }
}

class Incident {
    element = copy("incident");
    #ours = [];
    #since = "";

    constructor(recreate) {
        const button = find("button", this.element);
        button.addEventListener("click", async () => {
            button.disabled = true;
            await recreate(this.#ours);
            button.disabled = false;
        });
    }

    update(incident, state) {
        const { seen, ours, others } = affected(incident, state);
        this.#ours = ours;
        this.#since = incident.since;
        setText(find("h2", this.element), incident.message);
        setText(find("[data-mend]", this.element), incident.mend);
        const links = find("[data-apps]", this.element);
        const told = [...seen, others].join();
        if (links.dataset.apps !== told) {
            links.dataset.apps = told;
            links.replaceChildren(...(told ? ["It hurts ", ...seen.flatMap((name, index) => [index ? ", " : "", link(name)]), others] : ["No app is on it."]));
        }
        show(find("button", this.element), ours.length > 0);
        this.tick(Date.now());
    }

    tick(now) {
        const when = find("time", this.element);
        setText(when, relative(this.#since, now));
        setAttribute(when, "title", exact(this.#since));
    }
}

const link = (name) => {
    const element = make("a", "", name);
    element.href = `#/apps/${name}`;
    return element;
};
