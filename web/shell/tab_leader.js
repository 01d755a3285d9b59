// One tab polls for all: a lock elects it, a channel carries the news. Without either, each tab polls.

const NAME = "status";
/** The server answers every 25 s: a leader silent for longer hangs or sleeps. */
const LEADER_TIMEOUT = 40_000;

/** Messages that bring a new tab up to date. @returns {Message[]} */
export const snapshot = ({ instance, revision, apps, host, me, refusal, connection }) => {
	if (refusal) return [{ type: "refused", refusal }];
	if (instance === null || revision === null) return [];
	const status = { instance, revision, full: true, apps: [...apps.values()], removed: [], ...(host && { host }) };
	return [...(me ? [{ type: "me", me }] : []), { type: "status", status }, { type: "connection", connection }];
};

/** A delta applies only to the revision it was made from. What is known already would only be drawn again. */
export const decide = (known, message, since) => {
	if (message.type !== "status") return "apply";
	const { instance, revision, full } = message.status;
	if (full) return known.instance === instance && (known.revision ?? -1) >= revision ? "skip" : "apply";
	if (known.instance === since.instance && known.revision === since.revision) return "apply";
	return known.instance === instance && (known.revision ?? -1) >= revision ? "skip" : "resync";
};

export class TabLeader {
	#id = crypto.randomUUID();
	#polling = null;
	#lastHeard = Date.now();
	#poll;
	#dispatch;
	#state;
	#locks;
	#channel;

	constructor({ poll, dispatch, state }, { locks, channel }) {
		this.#poll = poll;
		this.#dispatch = dispatch;
		this.#state = state;
		this.#locks = locks;
		this.#channel = channel;
	}

	get isLeader() {
		return this.#polling !== null;
	}

	start() {
		if (!this.#locks || !this.#channel) {
			this.#polling = this.#poll();
			return;
		}
		this.#channel.addEventListener("message", ({ data }) => this.#hear(data));
		this.#campaign({});
		this.#post({ kind: "hello", from: this.#id });
	}

	publish(message) {
		const { instance, revision } = this.#state();
		this.#post({ kind: "news", message, since: { instance, revision } });
		this.#dispatch(message);
	}

	/** For news that any tab may have. */
	share(message) {
		this.#post({ kind: "shared", message });
		this.#dispatch(message);
	}

	/** When a tab comes into view: the leader polls at once, and a hanging one is replaced. */
	wake() {
		if (this.isLeader) return;
		this.#post({ kind: "wake", from: this.#id });
		this.watch();
	}

	watch() {
		if (this.isLeader || !this.#channel) return;
		if (Date.now() - this.#lastHeard < LEADER_TIMEOUT) return;
		this.#lastHeard = Date.now();
		this.#campaign({ steal: true });
	}

	#campaign(options) {
		const reign = () => {
			this.#polling = this.#poll();
			return new Promise(() => {});
		};
		// The lock is held until another tab steals it.
		this.#locks?.request(NAME, options, reign).catch(() => {
			this.#polling?.stop();
			this.#polling = null;
			this.#lastHeard = Date.now();
			this.#campaign({});
		});
	}

	#hear(letter) {
		if (letter.kind === "hello" && this.isLeader) {
			this.#post({ kind: "snapshot", to: letter.from, messages: snapshot(this.#state()) });
		}
		if (letter.kind === "wake") this.#polling?.wake();
		if (letter.kind === "shared") this.#dispatch(letter.message);
		if (this.isLeader) return;
		if (letter.kind === "snapshot" && letter.to === this.#id) {
			for (const message of letter.messages) if (decide(this.#state(), message, {}) === "apply") this.#dispatch(message);
		}
		if (letter.kind === "news") this.#hearNews(letter.message, letter.since);
	}

	#hearNews(message, since) {
		this.#lastHeard = Date.now();
		const verdict = decide(this.#state(), message, since);
		if (verdict === "apply") this.#dispatch(message);
		if (verdict === "resync") this.#post({ kind: "hello", from: this.#id });
	}

	#post(letter) {
		this.#channel?.postMessage(letter);
	}
}
