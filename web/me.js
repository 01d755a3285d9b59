// @ts-check
// Who looks at the page, and what they may do. The server decides; this spares people the buttons that it would refuse.

import { plural } from "./words.js";

/**
 * @typedef {{used: number, limit: number|null}} Quota  without a limit there is none
 * @typedef {{user: string, groups: string[], role: "viewer"|"member"|"operator",
 *   quota: {apps: Quota, gpus: Quota, memory_gib: Quota, disk_gib: Quota}}} Me
 */

/** @param {Me|null} me */
export const isOperator = (me) => me?.role === "operator";

/** @param {Me|null} me */
export const mayAdd = (me) => isOperator(me) || me?.role === "member";

/** @param {Me|null} me @param {{owner: string}} app */
export const mayChange = (me, app) => isOperator(me) || (mayAdd(me) && app.owner === me?.user);

/**
 * What is used of what one may have, in a sentence.
 * @param {Me|null} me
 * @returns {{text: string, isUsedUp: boolean}}  used up: no app more can be added
 */
export const quotaWords = (me) => {
    if (!me) return { text: "", isUsedUp: false };
    const { apps, gpus, memory_gib, disk_gib } = me.quota;
    const of = (/** @type {Quota} */ { used, limit }, /** @type {string} */ noun) =>
        limit === null ? [] : [`${Math.round(used * 10) / 10} of ${noun.endsWith("GiB") ? `${limit} GiB` : plural(limit, noun)}`];
    const memory = of(memory_gib, "GiB").map((text) => `${text} of memory`);
    const disk = of(disk_gib, "GiB").map((text) => `${text} of disk`);
    const parts = [...of(apps, "app"), ...of(gpus, "GPU"), ...memory, ...disk];
    const isUsedUp = apps.limit !== null && apps.used >= apps.limit;
    if (parts.length === 0) return { text: "", isUsedUp };
    return { text: `You use ${parts.join(", ")}.${isUsedUp ? " Remove an app before you add another." : ""}`, isUsedUp };
};

/** What the page says to somebody whom the server tells nothing. @param {import("./api.js").Problem} problem */
export const refusalWords = ({ status, message }) =>
    status === 401
        ? { title: "You are signed out", text: "Load this page anew to sign in." }
        : { title: "Nothing here for you", text: message };

/** What an empty page says. @param {Me} me @returns {{title: string, text: string}} */
export const emptyWords = (me) => {
    if (!mayAdd(me)) {
        const groups = me.groups.length ? ` or one of your groups (${me.groups.join(", ")})` : "";
        return {
            title: "Nothing is shared with you yet",
            text: `Apps appear here as soon as their owners share them with “${me.user}”${groups}.`,
        };
    }
    const text =
        "Paste the address of a Git repository with a Gradio, ComfyUI or Stable Diffusion app; it is cloned, installed " +
        "and started in a container of its own, and gets a link to share.";
    if (isOperator(me)) return { title: "Nothing runs here yet", text };
    return { title: "You have no app yet", text: `${text} Apps that others share with you appear here too.` };
};
