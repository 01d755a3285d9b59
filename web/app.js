// Starts everything and ties it together: news comes in, the page is patched, what people ask goes out.

import { api, Problem } from "./api.js";
import { AppPage } from "./app_page.js";
import { Audit } from "./audit.js";
import { confirmRemoval, confirmRollback, Onboarding, Settings } from "./dialogs.js";
import { find, setAttribute, setText, show } from "./dom.js";
import { tickIncidents, updateHost, updateIncidents } from "./host.js";
import { listen } from "./keys.js";
import { AppList } from "./list.js";
import { emptyWords, isOperator, mayAdd, refusalWords } from "./me.js";
import { announce, Elsewhere, failedOf, Notify, toast } from "./notices.js";
import { everySecond, onReturn, Poll } from "./poll.js";
import { Relay } from "./relay.js";
import { Store } from "./store.js";
import { System } from "./system.js";
import { actOnAll, Bulk, outcome, Toolbar } from "./toolbar.js";
import { Capacity } from "./usage.js";
import { Views } from "./views.js";
import { farewell, stateWords } from "./words.js";

/** A break shorter than this is not worth a word. */
const PATIENCE = 3000;

const store = new Store();
const elsewhere = new Elsewhere();
const notify = new Notify();
const onboarding = new Onboarding((form, key) => elsewhere.here(form.name, () => api.add(form, key)));
const settings = new Settings((name, action) => change(name, () => api.act(name, action)));
const audit = new Audit();
const parts = { audit, capacity: new Capacity(), system: new System() };
const act = ({ kind, name, deployment }) => {
	if (kind === "remove") remove(name);
	else if (kind === "settings") attempt(async () => settings.open(await api.app(name), store.state.host));
	else if (kind === "renew") attempt(() => api.renew(name));
	else if (kind === "front") attempt(() => api.moveToFront(name));
	else if (kind !== "rollback") change(name, () => api.act(name, kind));
	else if (deployment) rollBack(name, deployment);
};
const appPage = new AppPage(act);
const list = new AppList(act, ({ groups, owners }, selected) => {
	if (store.state.apps.size) toolbar.count(groups, owners);
	bulk.update(selected, store.state.apps);
});
const actTogether = async (names, action) => {
	list.selectAll(false);
	const results = await actOnAll(names, (name) => elsewhere.here(name, () => api.act(name, action)));
	toast(outcome(action, results), results.some(({ error }) => error) ? "error" : "info");
};
const bulk = new Bulk(actTogether, () => list.selectAll(false));
const toolbar = new Toolbar(list);

store.subscribe((state, message, before) => {
	if (message.type !== "connection") {
		list.update(state.apps, state.me);
		appPage.update(state);
		updateHost(state.host, state.apps);
		updateIncidents(state, (names) => actTogether(names, "restart"));
		updateAccount(state);
	}
	if (message.type === "me" || message.type === "refused") {
		onboarding.tellQuota(state.me);
		audit.allow(isOperator(state.me));
	}
	if (message.type === "status") {
		lastNews = Date.now();
		tellChanges(state, before);
		for (const departed of message.status.removed) toast(farewell(departed));
	}
	const words = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };
	setText(find("#connection"), words[state.connection]);
	setAttribute(find("#connection"), "data-state", state.connection);
});

let lastNews = Date.now();
const askServer = () => {
	const poll = new Poll(
		async (signal) => {
			const { instance, revision, me } = store.state;
			const status = await api.status({ instance, after: revision }, signal);
			// Another process may have read another configuration.
			if (status.instance !== instance || !me) relay.publish({ type: "me", me: await api.me(signal) });
			relay.publish({ type: "status", status });
		},
		(error) => {
			if (error instanceof Problem && [401, 403].includes(error.status)) {
				relay.publish({ type: "refused", refusal: refusalWords(error) });
			} else if (Date.now() - lastNews > PATIENCE) relay.publish({ type: "connection", connection: "reconnecting" });
		},
	);
	poll.start();
	return poll;
};
const relay = new Relay(
	{ lead: askServer, take: (message) => store.dispatch(message), state: () => store.state },
	{ locks: navigator.locks, channel: "BroadcastChannel" in window ? new BroadcastChannel("status") : null },
);

const remove = async (name) => {
	if (await confirmRemoval(name)) attempt(() => api.remove(name));
};

const rollBack = async (name, { id, commit }) => {
	if (await confirmRollback(name, commit ?? "")) change(name, () => api.rollBack(name, id));
};

const change = (name, action) => {
	attempt(() => elsewhere.here(name, action));
};

const attempt = async (action) => {
	try {
		await action();
	} catch (error) {
		toast(Problem.of(error).words, "error");
	}
};

const tellChanges = (state, before) => {
	if (before.revision === null) return;
	for (const words of elsewhere.finished(state.apps, before.apps)) toast(words);
	notify.failed(failedOf(state.apps, before.apps, state.me?.user));
	const changed = [...state.apps.values()].filter((app) => before.apps.get(app.name)?.state !== app.state);
	const known = (before.host?.incidents ?? []).map(({ id }) => id);
	const words = [
		...(state.host?.incidents ?? []).filter(({ id }) => !known.includes(id)).map(({ message }) => message),
		...changed.map((app) => `${app.name}: ${stateWords(app.state).word}`),
	];
	if (words.length) announce(words.join(", "));
};

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
const help = find("#help");
find("#help-open").addEventListener("click", () => help.showModal());
listen({
	search: () => toolbar.focus(),
	new: () => mayAdd(store.state.me) && openOnboarding(),
	next: () => list.move(1),
	previous: () => list.move(-1),
	open: () => list.open(),
	help: () => help.showModal(),
});
new Views(({ view, parameters, name, section }) => {
	for (const [id, part] of Object.entries(parts)) {
		if (id === view) part.open(parameters);
		else part.close();
	}
	if (name && section) appPage.open(name, section);
	else appPage.close();
	if (view === "apps") toolbar.open(parameters);
});
relay.start();
onReturn(() => relay.wake());
everySecond(() => {
	relay.watch();
	tickIncidents(Date.now());
});
