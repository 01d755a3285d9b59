import { api, Problem } from "../kit/api.js";
import { Poll, TIMEOUT } from "../kit/poll.js";
import { TabLeader } from "./tab_leader.js";

/** Milliseconds without an answer before the page says that it reconnects. */
const RECONNECTING_AFTER = 3000;

/** What index.html preloads: it comes with the modules, before a tab is elected to ask. A failure is left to the poll. */
const takeFirst = async (store) => {
	const signal = AbortSignal.timeout(TIMEOUT);
	const [status, me] = await Promise.all([api.status({}, signal), api.me(signal)]);
	if (store.state.instance !== null) return;
	store.dispatch({ type: "me", me });
	store.dispatch({ type: "status", status });
};

export const liveStatus = (store) => {
	let lastNews = Date.now();
	store.subscribe((state, message) => {
		if (message.type === "status") lastNews = Date.now();
	});
	const first = takeFirst(store).catch(() => {});
	const startPolling = () => {
		const poll = new Poll(
			async (signal) => {
				await first;
				const { instance, revision, me } = store.state;
				const status = await api.status({ instance, after: revision }, signal);
				// A restarted service may have another configuration, and other roles.
				if (status.instance !== instance || !me) leader.publish({ type: "me", me: await api.me(signal) });
				leader.publish({ type: "status", status });
			},
			(error) => {
				if (error instanceof Problem && [401, 403].includes(error.status)) {
					leader.publish({ type: "refused", refusal: refusalWords(error) });
				} else if (Date.now() - lastNews > RECONNECTING_AFTER) leader.publish({ type: "connection", connection: "reconnecting" });
			},
		);
		poll.start();
		return poll;
	};
	const leader = new TabLeader(
		{ poll: startPolling, dispatch: (message) => store.dispatch(message), state: () => store.state },
		{ locks: navigator.locks, channel: "BroadcastChannel" in window ? new BroadcastChannel("status") : null },
	);
	return leader;
};

export const refusalWords = ({ status, message }) =>
	status === 401
		? { title: "You are signed out", text: "Reload this page to sign in." }
		: { title: "No access", text: message };
