// @ts-check
// The audit log: who did what, newest first. The address holds the filters, so that a view of it can be passed on.

import { api, Problem } from "./api.js";
import { auditRow } from "./audit_row.js";
import { find, make, setAttribute, setText, show } from "./dom.js";
import { Poll } from "./poll.js";
import { everySecond, relative } from "./time.js";

/** @typedef {import("./audit_row.js").Entry} Entry */

const FILTERS = ["actor", "app", "action"];

export class Audit {
    /** @type {HTMLFormElement} */
    #form = find("#audit-filters");
    #rows = find("#audit-rows");
    #older = find("#audit-older");
    /** @type {Record<string, string>} */
    #filters = {};
    /** The question under way. @type {Poll|null} */
    #asking = null;
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
        this.#filters = Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name) ?? ""]));
        for (const name of FILTERS) this.#input(name).value = this.#filters[name];
        for (const format of ["csv", "json"]) {
            setAttribute(find(`[data-format="${format}"]`, this.#form), "href", api.auditFile(this.#filters, format));
        }
        this.#begin();
    }

    close() {
        this.#isOpen = false;
        this.#asking?.stop();
    }

    /** @param {boolean} isAllowed  whether this person may read it */
    allow(isAllowed) {
        if (this.#isAllowed === isAllowed) return;
        this.#isAllowed = isAllowed;
        if (this.#isOpen) this.#begin();
    }

    #begin() {
        this.#asking?.stop();
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

    /** Goes to the address of these filters, or asks again when one is there already. */
    #choose() {
        const given = FILTERS.map((name) => [name, this.#input(name).value.trim()]).filter(([, value]) => value);
        const hash = given.length ? `#/audit?${new URLSearchParams(given)}` : "#/audit";
        if (location.hash === hash) this.open(new URLSearchParams(given));
        else location.hash = hash;
    }

    /** Reads the newest entries, or those older than what is there; asks again until the server answers. */
    #read() {
        this.#asking?.stop();
        this.#say("Reading…");
        show(this.#older, false);
        const asking = new Poll(
            async (signal) => {
                const { entries, next } = await api.audit(this.#filters, this.#next, signal);
                asking.stop();
                this.#append(entries, next);
            },
            (error) => {
                const isFinal = error instanceof Problem && error.status >= 400 && error.status < 500;
                if (isFinal) asking.stop();
                this.#say(isFinal ? error.message : "Reconnecting…");
            },
        );
        this.#asking = asking;
        asking.start();
    }

    /** @param {Entry[]} entries @param {number|null} next */
    #append(entries, next) {
        this.#rows.append(...entries.map(auditRow));
        this.#next = next;
        this.#offer(entries);
        this.#tick();
        const isEmpty = this.#rows.childElementCount === 0;
        this.#say(isEmpty ? "Nothing was written that matches." : "");
        show(find("#audit-table"), !isEmpty);
        show(this.#older, next !== null);
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
