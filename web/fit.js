// Says below the fields, while one types, whether the GPUs that are asked for would be given now.

import { api, Problem } from "./api.js";
import { setText } from "./dom.js";

/** So long nothing has to be typed before the server is asked. */
const PAUSE = 300;

export const fitWords = ({ fits, why, position }) => {
    if (fits) return `Fits on ${why}`;
    // What never fits begins with its code.
    const words = why.replace(/^\w+_\w+: /, "");
    const sentence = words.charAt(0).toUpperCase() + words.slice(1);
    return position === null ? sentence : `${sentence}. It would wait in line at place ${position}.`;
};

export class Fit {
    #output;
    #asked = "";
    #abort = new AbortController();

    constructor(output) {
        this.#output = output;
    }

    async look({ gpus, gpu_memory_gib, gpu_sharing }, isFine) {
        const wish = { gpus, memory_gib: gpu_memory_gib, sharing: gpu_sharing };
        const asked = isFine && Number(gpus) > 0 ? JSON.stringify(wish) : "";
        if (asked === this.#asked) return;
        this.#asked = asked;
        this.#abort.abort();
        const { signal } = (this.#abort = new AbortController());
        if (!asked) return setText(this.#output, "");
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (signal.aborted) return;
        const words = await api.fit(wish, signal).then(fitWords, (error) => Problem.of(error).words);
        if (!signal.aborted) setText(this.#output, words);
    }
}
