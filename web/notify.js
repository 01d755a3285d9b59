// @ts-check
// The switch for notifications of the browser, off until somebody wants them.

import { find, show } from "./dom.js";
import { keep, kept } from "./kept.js";

const CHOICE = "notify";

export class Notify {
    /** @type {HTMLInputElement} */
    #switch = find("#notify");

    /** @param {(words: string) => void} explain  why it cannot be switched on */
    constructor(explain) {
        show(find("#notify-label"), "Notification" in window);
        this.#switch.checked = kept(CHOICE) === "on" && "Notification" in window && Notification.permission === "granted";
        this.#switch.addEventListener("change", async () => {
            if (this.#switch.checked && (await Notification.requestPermission()) !== "granted") {
                this.#switch.checked = false;
                explain("Your browser does not let this page notify you. Allow it in the site's settings first.");
            }
            keep(CHOICE, this.#switch.checked ? "on" : "off");
        });
    }

    /** Tells of them while nobody looks at the page; several tabs make one notification. @param {import("./store.js").App[]} failed */
    failed(failed) {
        if (!this.#switch.checked || !document.hidden) return;
        for (const { name, failure } of failed) {
            const notification = new Notification(`${name} failed`, { body: failure?.message ?? "", tag: name, icon: "icon.svg" });
            notification.addEventListener("click", () => window.focus());
        }
    }
}
