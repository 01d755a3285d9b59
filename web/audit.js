// @ts-check
// The audit log: who did what, newest first. The address holds the filters, so that a view of it can be passed on.

import { api, Problem } from "./api.js";
import { auditRow } from "./audit_row.js";
import { find, make, setAttribute, setText, show } from "./dom.js";
import { everySecond, relative } from "./time.js";

/** @typedef {import("./audit_row.js").Entry} Entry */

const FILTERS = ["actor", "app", "action"];

export class Audit {
    /** @type {HTMLFormElement} */
    #form = find("#audit-filters");
    #rows = find("#audit-rows");
    #older = find("#audit-older");
    /** Ends the question under way when other filters are chosen. */
    #asking = new AbortController();
    /** @type {number|null} */
    #next = null;
    /** Null until one knows who looks. @type {boolean|null} */
    #isAllowed = null;
    #isOpen = false;

    constructor() {
        this.#form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.#choose();
        });
        this.#older.addEventListener("click", () => this.#read());
        everySecond(() => this.#tick());
    }

    /** @param {URLSearchParams} parameters  the filters, as the address has them */
    open(parameters) {
        this.#isOpen = true;
        for (const name of FILTERS) this.#input(name).value = parameters.get(name) ?? "";
        for (const format of ["csv", "json"]) {
            setAttribute(find(`[data-format="${format}"]`, this.#form), "href", api.auditFile(this.#filters, format));
        }
        this.#begin();
    }

    close() {
        this.#isOpen = false;
        this.#asking.abort();
    }

    /** @param {boolean} isAllowed  whether this person may read it */
    allow(isAllowed) {
        if (this.#isAllowed === isAllowed) return;
        this.#isAllowed = isAllowed;
        if (this.#isOpen) this.#begin();
    }

    #begin() {
        this.#rows.replaceChildren();
        this.#next = null;
        show(this.#older, false);
        show(find("#audit-table"), false);
        show(this.#form, this.#isAllowed === true);
        if (this.#isAllowed) this.#read();
        else this.#say(this.#isAllowed === false ? "Only operators read the audit log." : "Asking who you are…");
    }

    /** @param {string} name @returns {HTMLInputElement} */
    #input(name) {
        return find(`[name="${name}"]`, this.#form);
    }

    get #filters() {
        return Object.fromEntries(FILTERS.map((name) => [name, this.#input(name).value.trim()]));
    }

    /** Goes to the address of these filters, or asks again when one is there already. */
    #choose() {
        const given = Object.entries(this.#filters).filter(([, value]) => value);
        const hash = given.length ? `#/audit?${new URLSearchParams(given)}` : "#/audit";
        if (location.hash === hash) this.open(new URLSearchParams(given));
        else location.hash = hash;
    }

    async #read() {
        this.#asking.abort();
        this.#asking = new AbortController();
        const { signal } = this.#asking;
        this.#say("Reading…");
        show(this.#older, false);
        try {
            const { entries, next } = await api.audit(this.#filters, this.#next, signal);
            this.#rows.append(...entries.map(auditRow));
            this.#next = next;
            this.#offer(entries);
            this.#tick();
            this.#say(this.#rows.childElementCount ? "" : "Nothing was written that matches.");
        } catch (error) {
            if (signal.aborted) return;
            this.#say(error instanceof Problem ? error.message : String(error));
        }
        show(this.#older, this.#next !== null);
        show(find("#audit-table"), this.#rows.childElementCount > 0);
    }

    /** @param {string} text */
    #say(text) {
        setText(find("#audit-note"), text);
        show(find("#audit-note"), text !== "");
    }

    /** Names that were seen are offered where one filters. @param {Entry[]} entries */
    #offer(entries) {
        for (const name of /** @type {("actor"|"app"|"action")[]} */ (FILTERS)) {
            const list = find(`#audit-${name}s`);
            const known = new Set([...list.children].map((option) => option.getAttribute("value")));
            for (const value of new Set(entries.map((entry) => entry[name]))) {
                if (!value || known.has(value)) continue;
                const option = make("option", "", "");
                option.setAttribute("value", value);
                list.append(option);
            }
        }
    }

    #tick() {
        if (!this.#isOpen) return;
        const now = Date.now();
        for (const element of this.#rows.querySelectorAll("time")) setText(element, relative(element.dateTime, now));
    }
}
