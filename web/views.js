// @ts-check
// Which part of the page the address names: "#/audit?app=demo" is the audit log of one app, everything else the apps.

import { find, setAttribute, show } from "./dom.js";

/** @param {string} hash @returns {{view: string|null, parameters: URLSearchParams}}  null: it names a place, not a view */
export const parse = (hash) => {
    const match = /^#\/([a-z]*)(?:\?(.*))?$/.exec(hash);
    if (hash && !match) return { view: null, parameters: new URLSearchParams() };
    return { view: match?.[1] === "audit" ? "audit" : "apps", parameters: new URLSearchParams(match?.[2] ?? "") };
};

export class Views {
    #onShow;

    /** @param {(view: string, parameters: URLSearchParams) => void} onShow */
    constructor(onShow) {
        this.#onShow = onShow;
        window.addEventListener("hashchange", () => {
            if (this.#show(parse(location.hash))) find("main").focus();
        });
        const first = parse(location.hash);
        this.#show(first.view ? first : parse(""));
    }

    /** @param {ReturnType<typeof parse>} parsed */
    #show({ view, parameters }) {
        if (!view) return false;
        for (const name of ["apps", "audit"]) {
            show(find(`#${name}`), name === view);
            setAttribute(find(`#nav [href="#/${name === "apps" ? "" : name}"]`), "aria-current", name === view ? "page" : null);
        }
        document.title = view === "audit" ? "Audit log · Docker Control Center" : "Docker Control Center";
        this.#onShow(view, parameters);
        return true;
    }
}
