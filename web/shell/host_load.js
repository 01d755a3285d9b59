// The machine's load moves all the time, so it wakes no parked poll: the tab that is seen asks for it, and tells the others.

/** Milliseconds between questions. Any other news of the machine puts the next one off. */
export const INTERVAL = 12_000;

export class HostLoad {
	#newsAt = Date.now();
	#ask;
	#tell;
	#isSeen;

	constructor({ ask, tell, isSeen }) {
		this.#ask = ask;
		this.#tell = tell;
		this.#isSeen = isSeen;
	}

	heard() {
		this.#newsAt = Date.now();
	}

	/** Asks if it is time. A failure is left to the status poll, which says that the server is out of reach. */
	async look() {
		if (!this.#isSeen() || Date.now() - this.#newsAt < INTERVAL) return;
		this.heard();
		const host = await this.#ask(AbortSignal.timeout(INTERVAL)).catch(() => null);
		if (host) this.#tell(host);
	}
}
