// One tab of a browser asks the server for all of them: a lock says which, a channel hands on what it got. Where the
// browser has not both, each tab asks for itself.

const NAME = "status";
/** The server answers every 25 s, so a leader that was silent for longer hangs or sleeps. */
const SILENCE = 40_000;

/** What a tab needs to know to be where the leader is. @returns {Message[]} */
export const snapshot = ({ instance, revision, apps, host, me, refusal, connection }) => {
	if (refusal) return [{ type: "refused", refusal }];
	if (instance === null || revision === null) return [];
	const status = { instance, revision, full: true, apps: [...apps.values()], removed: [], ...(host && { host }) };
	return [...(me ? [{ type: "me", me }] : []), { type: "status", status }, { type: "connection", connection }];
};

/** Whether to take news of what changed since a place, to skip them, or to ask for what was missed. */
export const judge = (known, message, since) => {
	if (message.type !== "status" || message.status.full) return "take";
	const { instance, revision } = message.status;
	if (known.instance === since.instance && known.revision === since.revision) return "take";
	return known.instance === instance && (known.revision ?? -1) >= revision ? "skip" : "ask";
};

export class Relay {
	#id = crypto.randomUUID();
	#asking = null;
	#lastHeard = Date.now();
	#lead;
	#take;
	#state;
	#locks;
	#channel;

	constructor({ lead, take, state }, { locks, channel }) {
		this.#lead = lead;
		this.#take = take;
		this.#state = state;
		this.#locks = locks;
		this.#channel = channel;
	}

	get isLeader() {
		return this.#asking !== null;
	}

	start() {
		if (!this.#locks || !this.#channel) {
			this.#asking = this.#lead();
			return;
		}
		this.#channel.addEventListener("message", ({ data }) => this.#hear(data));
		this.#campaign({});
		this.#post({ kind: "hello", from: this.#id });
	}

	/** The leader's news, for this tab and all others. */
	publish(message) {
		const { instance, revision } = this.#state();
		this.#post({ kind: "news", message, since: { instance, revision } });
		this.#take(message);
	}

	/** Somebody looks at this tab: whoever leads should not rest now, and who hangs should not lead. */
	wake() {
		if (this.isLeader) return;
		this.#post({ kind: "wake", from: this.#id });
		this.watch();
	}

	watch() {
		if (this.isLeader || !this.#channel) return;
		if (Date.now() - this.#lastHeard < SILENCE) return;
		this.#lastHeard = Date.now();
		this.#campaign({ steal: true });
	}

	#campaign(options) {
		const reign = () => {
			this.#asking = this.#lead();
			return new Promise(() => {});
		};
		// The one promise here ends only when another tab takes the lock away.
		this.#locks?.request(NAME, options, reign).catch(() => {
			this.#asking?.stop();
			this.#asking = null;
			this.#lastHeard = Date.now();
			this.#campaign({});
		});
	}

	#hear(letter) {
		if (letter.kind === "hello" && this.isLeader) {
			this.#post({ kind: "snapshot", to: letter.from, messages: snapshot(this.#state()) });
		}
		if (letter.kind === "wake") this.#asking?.wake();
		if (this.isLeader) return;
		if (letter.kind === "snapshot" && letter.to === this.#id) letter.messages.forEach(this.#take);
		if (letter.kind === "news") this.#hearNews(letter.message, letter.since);
	}

	#hearNews(message, since) {
		this.#lastHeard = Date.now();
		const verdict = judge(this.#state(), message, since);
		if (verdict === "take") this.#take(message);
		if (verdict === "ask") this.#post({ kind: "hello", from: this.#id });
	}

	#post(letter) {
		this.#channel?.postMessage(letter);
	}
}
