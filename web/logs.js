// @ts-check
// The log of one app: opens at the end, follows while one stays there.

import { api, Problem } from "./api.js";
import { find, make, setText, show } from "./dom.js";
import { Poll } from "./poll.js";

/** Lines kept on screen. */
const KEPT = 5000;

export class Logs {
    /** @type {HTMLDialogElement} */
    #dialog = find("#logs");
    /** @type {HTMLElement} */
    #view = find("#log");
    /** @type {HTMLSelectElement} */
    #source = find("#logs-source");
    /** @type {Poll|null} */
    #poll = null;
    #name = "";
    /** @type {{instance: string|null, after: number|null}} */
    #known = { instance: null, after: null };
    #follows = true;

    constructor() {
        find("#logs-close").addEventListener("click", () => this.#dialog.close());
        this.#dialog.addEventListener("close", () => this.#poll?.stop());
        this.#source.addEventListener("change", () => this.#begin());
        this.#view.addEventListener("scroll", () => this.#scrolled());
        find("#log-end").addEventListener("click", () => this.#toEnd());
    }

    /** @param {string} name */
    open(name) {
        this.#name = name;
        setText(find("#logs-title"), `Logs of ${name}`);
        this.#source.value = "";
        this.#dialog.showModal();
        this.#view.focus();
        this.#begin();
    }

    #begin() {
        this.#poll?.stop();
        this.#view.replaceChildren();
        this.#known = { instance: null, after: null };
        this.#follows = true;
        setText(find("#log-note"), "Reading…");
        this.#poll = new Poll((signal) => this.#ask(signal), (error) => this.#trouble(error));
        this.#poll.start();
    }

    /** @param {AbortSignal} signal */
    async #ask(signal) {
        const { instance, lines, last, reset } = await api.logs(this.#name, { ...this.#known, source: this.#source.value }, signal);
        this.#known = { instance, after: last };
        if (reset) this.#view.replaceChildren();
        this.#view.append(...lines.map(line));
        while (this.#view.childElementCount > KEPT) this.#view.firstElementChild?.remove();
        if (this.#follows) this.#toEnd();
        this.#note();
    }

    /** @param {unknown} error */
    #trouble(error) {
        const gone = error instanceof Problem && error.status === 404;
        setText(find("#log-note"), gone ? "The app is gone." : "Reconnecting…");
        if (gone) this.#poll?.stop();
    }

    #toEnd() {
        this.#view.scrollTop = this.#view.scrollHeight;
        this.#follows = true;
        this.#note();
    }

    #scrolled() {
        const { scrollTop, scrollHeight, clientHeight } = this.#view;
        this.#follows = scrollHeight - scrollTop - clientHeight < 24;
        this.#note();
    }

    #note() {
        show(find("#log-end"), !this.#follows);
        const empty = this.#view.childElementCount === 0;
        setText(find("#log-note"), empty ? "Nothing was written yet." : this.#follows ? "Following." : "Paused, since you scrolled up.");
    }
}

/** @param {{time: string, source: string, text: string}} entry */
const line = ({ time, source, text }) => {
    const element = make("div", "log-line", "");
    element.dataset.source = source;
    const stamp = make("time", "", new Date(time).toLocaleTimeString([], { hour12: false }));
    stamp.setAttribute("title", new Date(time).toLocaleString());
    element.append(stamp, make("span", "log-source", source), make("span", "log-text", text));
    return element;
};
