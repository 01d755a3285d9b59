// @ts-check
// Asks again and again, waits longer after each failure, and starts at once when the page is seen again.

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** The server answers within 25 s; what takes longer is lost on the way. */
const PATIENCE = 35_000;

export class Poll {
    #ask;
    #onTrouble;
    #stopped = new AbortController();
    /** @type {(() => void)|null} */
    #wake = null;
    #current = new AbortController();

    /**
     * @param {(signal: AbortSignal) => Promise<void>} ask  asks once and takes the answer
     * @param {(error: unknown) => void} [onTrouble]
     */
    constructor(ask, onTrouble = () => {}) {
        this.#ask = ask;
        this.#onTrouble = onTrouble;
    }

    start() {
        const options = { signal: this.#stopped.signal };
        for (const event of ["online", "focus", "pageshow"]) window.addEventListener(event, () => this.#wake?.(), options);
        // A request from before the line was cut may hang for long: give it up and ask again.
        window.addEventListener("online", () => this.#current.abort(), options);
        document.addEventListener("visibilitychange", () => document.hidden || this.#wake?.(), options);
        this.#run();
    }

    stop() {
        this.#stopped.abort();
        this.#wake?.();
    }

    /** Ends the pause after a failure, if there is one. */
    wake() {
        this.#wake?.();
    }

    async #run() {
        let pause = FIRST_PAUSE;
        while (!this.#stopped.signal.aborted) {
            try {
                this.#current = new AbortController();
                await this.#ask(AbortSignal.any([this.#stopped.signal, this.#current.signal, AbortSignal.timeout(PATIENCE)]));
                pause = FIRST_PAUSE;
            } catch (error) {
                if (this.#stopped.signal.aborted) return;
                this.#onTrouble(error);
                await this.#rest(pause * (0.75 + Math.random() / 2));
                pause = Math.min(pause * 2, LONGEST_PAUSE);
            }
        }
    }

    /** @param {number} milliseconds */
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
