// @ts-check
// One row of the audit log.

import { changesOf } from "./changes.js";
import { find, make, setAttribute, setText, show } from "./dom.js";
import { plural } from "./words.js";

/**
 * @typedef {{sequence: number, at: string, actor: string, address: string, action: string, app: string|null,
 *   outcome: string, detail: Record<string, any>|null, hash: string}} Entry
 */

/** @param {Entry} entry */
export const auditRow = (entry) => {
    const template = /** @type {HTMLTemplateElement} */ (find("#audit-row-template"));
    const row = /** @type {HTMLElement} */ (find("tr", template.content).cloneNode(true));
    row.dataset.outcome = entry.outcome;
    const time = find("time", row);
    setAttribute(time, "datetime", entry.at);
    setAttribute(time, "title", `${new Date(entry.at).toLocaleString()} · entry ${entry.sequence} · ${entry.hash}`);
    const texts = { actor: entry.actor, address: entry.address, action: entry.action.replaceAll("_", " "), app: entry.app ?? "" };
    for (const [name, text] of Object.entries(texts)) setText(find(`[data-cell="${name}"]`, row), text);
    setText(find(".outcome-word", row), entry.outcome);

    const changes = changesOf(entry.detail ?? {});
    show(find("details", row), changes.length > 0);
    setText(find("summary", row), plural(changes.length, "detail"));
    find(".changes", row).append(...changes.flatMap(change));
    return row;
};

/** @param {import("./changes.js").Change} change */
const change = ({ name, before, after }) => {
    const value = make("dd", "", "");
    if (before !== null) value.append(make("del", "", before), " → ");
    value.append(make(before === null ? "span" : "ins", "", after));
    return [make("dt", "", name), value];
};
