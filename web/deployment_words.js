// @ts-check
// What a deployment and its container came to, in words.

/** @typedef {import("./store.js").Deployment} Deployment */

/** @type {Record<string, string>} */
const REASONS = { onboard: "First deployment", start: "Start", restart: "Restart", redeploy: "Redeploy", rollback: "Rollback" };

/** @type {Record<string, {word: string, kind: import("./words.js").Kind}>} */
const OUTCOMES = {
    succeeded: { word: "Succeeded", kind: "running" },
    failed: { word: "Failed", kind: "failed" },
    cancelled: { word: "Cancelled", kind: "stopped" },
};

/** Signals that end programs. @type {Record<number, string>} */
const SIGNALS = { 1: "hangup", 2: "interrupt", 4: "illegal instruction", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "kill",
    11: "segmentation fault", 13: "broken pipe", 15: "terminate" };

/** @param {Deployment} deployment */
export const reasonWords = ({ reason }) => REASONS[reason] ?? reason;

/** @param {Deployment} deployment */
export const outcomeWords = ({ outcome }) => OUTCOMES[outcome ?? ""] ?? { word: "Under way", kind: "working" };

/** How its container ended; nothing while it runs, and where it never came to be. @param {Deployment} deployment */
export const endWords = ({ run }) => {
    if (!run) return "";
    const { outcome, exit_code } = run;
    if (outcome === "stopped") return "Stopped by somebody.";
    if (outcome === "replaced") return "Replaced by a newer deployment.";
    if (outcome === "vanished") return "Its container was taken away behind our back.";
    if (outcome === "out_of_memory") return "It was out of memory and was ended.";
    if (exit_code === null) return "It ended; nobody knows how.";
    if (exit_code === 0) return "It ended by itself, without an error.";
    if (exit_code <= 128) return `It ended by itself with exit code ${exit_code}.`;
    const signal = exit_code - 128;
    return `It was ended by signal ${signal}${SIGNALS[signal] ? ` (${SIGNALS[signal]})` : ""}.`;
};
