// Backs off after failures, and retries at once when the page is visible again.

import { Problem } from "./api.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** The server answers within 25 s; after this the request is lost. */
export const TIMEOUT = 35_000;

export const onReturn = (callback, options = {}) => {
	for (const event of ["online", "focus", "pageshow"]) window.addEventListener(event, callback, options);
	document.addEventListener("visibilitychange", () => document.hidden || callback(), options);
};

export const everySecond = (callback) => {
	setInterval(() => {
		if (!document.hidden) callback();
	}, 1000);
};

/** What to say while a question is asked again: a server that answers says itself what is wrong. */
export const troubleWords = (error) => {
	const { isFinal, status, message } = Problem.of(error);
	if (isFinal) return message;
	return status >= 500 ? `${message} Trying again…` : "Reconnecting…";
};

/** Retries until the server answers or refuses; `say` gets the status to show. */
export const askUntilAnswered = (ask, take, say) => {
	const poll = new Poll(
		async (signal) => {
			const answer = await ask(signal);
			poll.stop();
			take(answer);
		},
		(error) => {
			if (Problem.of(error).isFinal) poll.stop();
			say(troubleWords(error));
		},
	);
	poll.start();
	return poll;
};

export class Poll {
	#ask;
	#onTrouble;
	#stopped = new AbortController();
	#wake = null;
	#current = new AbortController();

	constructor(ask, onTrouble = () => {}) {
		this.#ask = ask;
		this.#onTrouble = onTrouble;
	}

	start() {
		const options = { signal: this.#stopped.signal };
		onReturn(() => this.#wake?.(), options);
		// A request from before the network changed may hang: abort it and ask again.
		window.addEventListener("online", () => this.#current.abort(), options);
		this.#run();
	}

	stop() {
		this.#stopped.abort();
		this.#wake?.();
	}

	wake() {
		this.#wake?.();
	}

	async #run() {
		let pause = FIRST_PAUSE;
		while (!this.#stopped.signal.aborted) {
			try {
				this.#current = new AbortController();
				await this.#ask(AbortSignal.any([this.#stopped.signal, this.#current.signal, AbortSignal.timeout(TIMEOUT)]));
				pause = FIRST_PAUSE;
			} catch (error) {
				if (this.#stopped.signal.aborted) return;
				this.#onTrouble(error);
				await this.#rest(pause * (0.75 + Math.random() / 2));
				pause = Math.min(pause * 2, LONGEST_PAUSE);
			}
		}
	}

	#rest(milliseconds) {
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				this.#wake = null;
				resolve(undefined);
			};
			const timer = setTimeout(done, milliseconds);
			this.#wake = done;
		});
	}
}
