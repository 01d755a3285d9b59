// Creates the parts of the page, connects them, and starts polling.

import { api } from "../kit/api.js";
import { find } from "../kit/dom.js";
import { everySecond, onReturn } from "../kit/poll.js";
import { isOperator, mayAdd } from "../shared/permissions.js";
import { Onboarding, Settings } from "../onboarding/dialogs.js";
import { AppList } from "../list/app_list.js";
import { tickIncidents, updateHost, updateIncidents } from "../list/host.js";
import { Bulk, Toolbar } from "../list/toolbar.js";
import { AppPage } from "../app/app_page.js";
import { Audit } from "../operators/audit.js";
import { Capacity } from "../operators/capacity.js";
import { System } from "../operators/system.js";
import { updateEmptyState, updateHeader } from "./account.js";
import { Actions } from "./actions.js";
import { announceChanges, Notifications, OwnActions } from "./announcements.js";
import { liveStatus } from "./live_status.js";
import { Router } from "./router.js";
import { listenForShortcuts } from "./shortcuts.js";
import { Store } from "./store.js";

const store = new Store();
const ownActions = new OwnActions();
const notifications = new Notifications();
const live = liveStatus(store);

const actions = new Actions(ownActions, (app) => settings.open(app, store.state.host));
const act = (request) => actions.perform(request);
const actOnSelected = (names, kind) => {
	list.selectAll(false);
	return actions.performOnAll(names, kind);
};

const onboarding = new Onboarding((form, key) => actions.add(form, key));
const settings = new Settings((name, kind) => act({ kind, name }));
const appPage = new AppPage(act);
const list = new AppList(act, ({ groups, owners }, selected) => {
	if (store.state.apps.size) toolbar.count(groups, owners);
	bulk.update(selected, store.state.apps);
});
const bulk = new Bulk(actOnSelected, () => list.selectAll(false));
const toolbar = new Toolbar(list);
const audit = new Audit();
const operatorPages = { audit, capacity: new Capacity(), system: new System() };

store.subscribe((state, message, before) => {
	updateHeader(state);
	if (message.type === "connection") return;
	list.update(state.apps, state.me);
	appPage.update(state);
	updateHost(state.host, state.apps);
	updateIncidents(state, (names) => actOnSelected(names, "restart"));
	updateEmptyState(state);
	if (message.type === "status") {
		announceChanges(state, before, message.status.removed, ownActions);
		notifications.notifyFailures(state, before);
	} else {
		onboarding.showQuota(state.me);
		audit.allow(isOperator(state.me));
	}
});

const openOnboarding = () => {
	onboarding.open(store.state);
	// The quota's use may have changed since the page was loaded.
	actions.attempt(async () => store.dispatch({ type: "me", me: await api.me() }));
};
for (const id of ["#new-app", "#first-app"]) find(id).addEventListener("click", openOnboarding);

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

new Router(({ view, parameters, name, section }) => {
	for (const [id, page] of Object.entries(operatorPages)) {
		if (id === view) page.open(parameters);
		else page.close();
	}
	if (name && section) appPage.open(name, section);
	else appPage.close();
	if (view === "apps") toolbar.open(parameters);
});

live.start();
onReturn(() => live.wake());
everySecond(() => {
	live.watch();
	tickIncidents(Date.now());
});
