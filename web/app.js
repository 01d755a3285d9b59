// @ts-check
// Starts everything and ties it together: news comes in, the page is patched, what people ask goes out.

import { api, Problem } from "./api.js";
import { AppPage } from "./app_page.js";
import { Audit } from "./audit.js";
import { Cards } from "./cards.js";
import { confirmRemoval, confirmRollback } from "./confirm.js";
import { find, setAttribute, setText, show } from "./dom.js";
import { updateHost } from "./host.js";
import { emptyWords, isOperator, mayAdd, refusalWords } from "./me.js";
import { Onboarding } from "./onboarding.js";
import { Poll } from "./poll.js";
import { Settings } from "./settings.js";
import { Store } from "./store.js";
import { announce, toast } from "./toasts.js";
import { Views } from "./views.js";
import { farewell, stateWords } from "./words.js";

/** A break shorter than this is not worth a word. */
const PATIENCE = 3000;

const store = new Store();
const onboarding = new Onboarding();
const settings = new Settings((name, action) => attempt(() => api.act(name, action)));
const audit = new Audit();
/** @param {import("./app_page.js").PageEvent} event */
const act = ({ kind, name, deployment }) => {
    if (kind === "remove") remove(name);
    else if (kind === "settings") attempt(async () => settings.open(await api.app(name)));
    else if (kind !== "rollback") attempt(() => api.act(name, kind));
    else if (deployment) rollBack(name, deployment);
};
const cards = new Cards(act);
const appPage = new AppPage(act);

store.subscribe((state, message, before) => {
    if (message.type !== "connection") {
        cards.update(state.apps, state.me);
        appPage.update(state);
        updateHost(state.host);
        updateAccount(state);
    }
    if (message.type === "me" || message.type === "refused") {
        onboarding.tellQuota(state.me);
        audit.allow(isOperator(state.me));
    }
    if (message.type === "status") {
        tellChanges(state, before);
        for (const departed of message.status.removed) toast(farewell(departed));
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
        // Another process may have read another configuration.
        if (status.instance !== instance) store.dispatch({ type: "me", me: await api.me(signal) });
        store.dispatch({ type: "status", status });
        lastNews = Date.now();
    },
    (error) => {
        if (error instanceof Problem && [401, 403].includes(error.status)) {
            return store.dispatch({ type: "refused", refusal: refusalWords(error) });
        }
        if (Date.now() - lastNews > PATIENCE) store.dispatch({ type: "connection", connection: "reconnecting" });
    },
);

/** @param {string} name */
const remove = async (name) => {
    if (await confirmRemoval(name)) attempt(() => api.remove(name));
};

/** @param {string} name @param {import("./store.js").Deployment} deployment */
const rollBack = async (name, { id, commit }) => {
    if (await confirmRollback(name, commit ?? "")) attempt(() => api.rollBack(name, id));
};

/** @param {() => Promise<unknown>} action */
const attempt = async (action) => {
    try {
        await action();
    } catch (error) {
        toast(error instanceof Problem ? error.words : String(error), "error");
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

/** Who this is, and what an empty page says to them. @param {import("./store.js").State} state */
const updateAccount = ({ me, apps, refusal, revision }) => {
    setText(find("#account"), me ? `${me.user} · ${me.role}` : "");
    show(find("#nav"), isOperator(me));
    show(find("#new-app"), mayAdd(me));
    show(find("#first-app"), mayAdd(me));
    show(find("#loading"), revision === null && !refusal);
    show(find("#empty"), refusal !== null || (revision !== null && apps.size === 0));
    const words = refusal ?? (me && emptyWords(me));
    setText(find("#empty-title"), words?.title ?? "");
    setText(find("#empty-text"), words?.text ?? "");
};

const openOnboarding = () => {
    onboarding.open(store.state);
    // What is used may have changed since.
    attempt(async () => store.dispatch({ type: "me", me: await api.me() }));
};

for (const id of ["#new-app", "#first-app"]) find(id).addEventListener("click", openOnboarding);
new Views(({ view, parameters, name, section }) => {
    if (view === "audit") audit.open(parameters);
    else audit.close();
    if (name && section) appPage.open(name, section);
    else appPage.close();
});
poll.start();
