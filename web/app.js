// @ts-check
// Starts everything and ties it together: news comes in, the page is patched, what people ask goes out.

import { api, Problem } from "./api.js";
import { Cards } from "./cards.js";
import { find, setAttribute, setText } from "./dom.js";
import { updateHost } from "./host.js";
import { Logs } from "./logs.js";
import { Onboarding } from "./onboarding.js";
import { Poll } from "./poll.js";
import { confirmRemoval } from "./removal.js";
import { Store } from "./store.js";
import { announce, toast } from "./toasts.js";
import { plural, size, stateWords } from "./words.js";

/** A break shorter than this is not worth a word. */
const PATIENCE = 3000;

const store = new Store();
const logs = new Logs();
const onboarding = new Onboarding();
const cards = new Cards(({ kind, name }) => {
    if (kind === "logs") logs.open(name);
    else if (kind === "remove") remove(name);
    else attempt(() => api.act(name, kind));
});

store.subscribe((state, message, before) => {
    if (message.type === "status") {
        cards.update(state.apps);
        updateHost(state.host);
        tellChanges(state, before);
        for (const { name, receipt } of message.status.removed) {
            const { containers, networks, workspace_bytes, host_port } = receipt;
            toast(`${name} is removed: ${plural(containers, "container")}, ${plural(networks, "network")}, ${size(workspace_bytes)} of workspace, port ${host_port}.`);
        }
    }
    const words = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };
    setText(find("#connection"), words[state.connection]);
    setAttribute(find("#connection"), "data-state", state.connection);
});

let lastNews = Date.now();
const poll = new Poll(
    async (signal) => {
        const { instance, revision } = store.state;
        const status = await api.status({ instance, after: revision }, signal);
        store.dispatch({ type: "status", status });
        lastNews = Date.now();
    },
    () => {
        if (Date.now() - lastNews > PATIENCE) store.dispatch({ type: "connection", connection: "reconnecting" });
    },
);

/** @param {string} name */
const remove = async (name) => {
    if (await confirmRemoval(name)) attempt(() => api.remove(name));
};

/** @param {() => Promise<unknown>} action */
const attempt = async (action) => {
    try {
        await action();
    } catch (error) {
        toast(error instanceof Problem ? error.message : String(error), "error");
    }
};

/**
 * @param {import("./store.js").State} state
 * @param {import("./store.js").State} before
 */
const tellChanges = (state, before) => {
    if (before.revision === null) return;
    const changed = [...state.apps.values()].filter((app) => before.apps.get(app.name)?.state !== app.state);
    if (changed.length) announce(changed.map((app) => `${app.name}: ${stateWords(app.state).word}`).join(", "));
};

for (const id of ["#new-app", "#first-app"]) find(id).addEventListener("click", () => onboarding.open(store.state));
poll.start();
