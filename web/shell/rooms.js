import { room } from "../kit/rooms.js";

/** The rooms of the page; each follows the store from when it is loaded. */
export const roomsOf = (store, { act, add }) => {
	const follow = (part) => {
		store.subscribe((state, message) => message.type !== "connection" && part.update(state));
		part.update(store.state);
		return part;
	};
	return {
		onboarding: room("onboarding", () => import("../onboarding/dialogs.js"), ({ Onboarding, Settings }) => ({
			onboarding: follow(new Onboarding(add)), settings: follow(new Settings((name, kind) => act({ kind, name }))),
		})),
		app: room("app", () => import("../app/app_page.js"), ({ AppPage }) => follow(new AppPage(act))),
		operators: room("operators", () => import("../operators/operators.js"), ({ pages }) => {
			const { audit, ...others } = pages();
			return { audit: follow(audit), ...others };
		}),
	};
};

const OPENERS = {
	onboarding: '#new-app, #first-app, [data-action="settings"]', app: '[href^="#/apps/"]', operators: '#nav a:not([href="#/"])',
};

/** Loads a room as soon as somebody points at what opens it. A failure is shown when it is opened. */
export const prefetch = (rooms) => {
	for (const event of ["pointerover", "focusin"]) {
		document.addEventListener(event, ({ target }) => {
			for (const [name, openers] of Object.entries(OPENERS)) if (target.closest(openers)) rooms[name]().catch(() => {});
		});
	}
};
