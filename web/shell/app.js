// Creates the parts of the page, connects them, and starts polling.

import { api } from "../kit/api.js";
import { find } from "../kit/dom.js";
import { Doorway } from "../kit/doorway.js";
import { closable } from "../kit/messages.js";
import { everySecond, onReturn } from "../kit/poll.js";
import { isDockerAway } from "../shared/docker.js";
import { mayAdd } from "../shared/permissions.js";
import { AppList } from "../list/app_list.js";
import { tickIncidents, updateHost, updateIncidents } from "../list/host.js";
import { Bulk, Toolbar } from "../list/toolbar.js";
import { updateEmptyState, updateHeader } from "./account.js";
import { Actions } from "./actions.js";
import { announceChanges, Notifications, OwnActions } from "./announcements.js";
import { HostLoad } from "./host_load.js";
import { liveStatus } from "./live_status.js";
import { Pages } from "./pages.js";
import { prefetch, roomsOf } from "./rooms.js";
import { Router } from "./router.js";
import { listenForShortcuts } from "./shortcuts.js";
import { Store } from "./store.js";

const store = new Store();
const ownActions = new OwnActions();
const notifications = new Notifications();
const live = liveStatus(store);
const load = new HostLoad({
	ask: (signal) => api.host(signal),
	tell: (host) => live.share({ type: "host", host }),
	isSeen: () => !document.hidden && !find("#apps").hidden && store.state.host !== null,
});

const actions = new Actions(ownActions, (name, secret) => openSettings(name, secret));
const act = (request) => actions.perform(request);
const actOnAll = (names, kind, action) => {
	list.selectAll(false);
	return actions.performOnAll(names, kind, action);
};

const list = new AppList(act, actOnAll, ({ groups, owners }, selected) => {
	if (store.state.apps.size) toolbar.count(groups, owners);
	bulk.update(selected, store.state.apps, isDockerAway(store.state.host));
});
const bulk = new Bulk(actOnAll, () => list.selectAll(false));
const toolbar = new Toolbar(list);

store.subscribe((state, message, before) => {
	updateHeader(state);
	notifications.offer(state.me);
	if (message.type === "connection") return;
	const isAway = isDockerAway(state.host);
	if (state.apps !== before.apps || state.me !== before.me || isAway !== isDockerAway(before.host)) list.update(state.apps, state.me, isAway);
	updateHost(state.host, state.apps);
	updateIncidents(state, (names) => actOnAll(names, "restart"));
	updateEmptyState(state);
	if (state.host !== before.host) load.heard();
	if (message.type === "status" || message.type === "host") {
		announceChanges(state, before, message.status?.removed ?? [], ownActions);
		notifications.notifyFailures(state, before);
	}
});

const rooms = roomsOf(store, { act, add: (form, key) => actions.add(form, key) });
prefetch(rooms);

const opening = find("#opening");
const doorway = new Doorway(find("div", opening), (isShown) => (isShown ? opening.showModal() : opening.close()));
opening.addEventListener("close", () => doorway.leave());
closable(opening);

const openOnboarding = async () => {
	const dialogs = await doorway.enter(rooms.onboarding);
	dialogs?.onboarding.open(store.state);
	// The quota's use may have changed since the page was loaded.
	actions.attempt(async () => store.dispatch({ type: "me", me: await api.me() }));
};
for (const id of ["#new-app", "#first-app"]) find(id).addEventListener("click", openOnboarding);

const openSettings = async (name, secret = "") => {
	const dialogs = await doorway.enter(rooms.onboarding);
	if (dialogs) dialogs.settings.open(await api.app(name), store.state.host, secret);
};

const help = find("#help");
find("#help-open").addEventListener("click", () => help.showModal());
listenForShortcuts({
	search: () => toolbar.focus(),
	new: () => mayAdd(store.state.me) && openOnboarding(),
	next: () => list.move(1),
	previous: () => list.move(-1),
	open: () => list.open(),
	help: () => help.showModal(),
});

const operatorsPage = (name) => async () => (await rooms.operators())[name];
const pages = new Pages({
	apps: async () => toolbar,
	app: rooms.app,
	capacity: operatorsPage("capacity"),
	audit: operatorsPage("audit"),
	system: operatorsPage("system"),
});
new Router((place, before) => pages.open(place, before));

live.start();
onReturn(() => {
	live.wake();
	load.look();
});
everySecond(() => {
	live.watch();
	load.look();
	tickIncidents(Date.now());
});
