// @ts-check
// What states are called, what shape and colour they have, and in which order they come.

/** @typedef {"running"|"working"|"waiting"|"attention"|"failed"|"stopped"|"unknown"} Kind */

/** @type {Record<string, {word: string, kind: Kind}>} */
const STATES = {
    queued: { word: "Queued", kind: "waiting" },
    cloning: { word: "Cloning", kind: "working" },
    waiting_for_gpu: { word: "Waiting for a GPU", kind: "waiting" },
    pulling: { word: "Getting the image", kind: "working" },
    installing: { word: "Installing", kind: "working" },
    starting: { word: "Starting", kind: "working" },
    running: { word: "Running", kind: "running" },
    unhealthy: { word: "Not answering", kind: "attention" },
    stopping: { word: "Stopping", kind: "working" },
    stopped: { word: "Stopped", kind: "stopped" },
    failed: { word: "Failed", kind: "failed" },
    removing: { word: "Removing", kind: "working" },
    unknown: { word: "Unknown", kind: "unknown" },
};

/** What needs a person first, then what is happening, then what runs, then the rest. @type {Kind[]} */
const ORDER = ["failed", "attention", "unknown", "waiting", "working", "running", "stopped"];

/** @param {string} state */
export const stateWords = (state) => STATES[state] ?? { word: state, kind: "unknown" };

/** @param {string} state */
export const rank = (state) => ORDER.indexOf(stateWords(state).kind);

/** The steps of a deployment as the bar shows them. */
export const STEPS = [
    { word: "Clone", steps: ["clone", "inspect"] },
    { word: "Image", steps: ["place", "pull"] },
    { word: "Install", steps: ["install"] },
    { word: "Start", steps: ["start"] },
    { word: "Check", steps: ["health"] },
];

/** @param {string} step  @returns {number} the place of the step on the bar, -1 if it has none */
export const stepIndex = (step) => STEPS.findIndex((entry) => entry.steps.includes(step));

/**
 * Which actions make sense now.
 * @param {string} state
 */
export const actionsFor = (state) => {
    const kind = stateWords(state).kind;
    const busy = kind === "working" || kind === "waiting";
    return {
        start: state === "stopped" || state === "failed",
        restart: state === "running" || state === "unhealthy",
        redeploy: !busy && state !== "unknown",
        stop: state !== "stopped" && state !== "stopping" && state !== "removing" && state !== "failed",
        remove: true,
        open: state === "running" || state === "unhealthy",
    };
};

/** @param {number} bytes */
export const size = (bytes) => {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let index = 0;
    while (bytes >= 1000 && index < units.length - 1) {
        bytes /= 1000;
        index += 1;
    }
    return `${bytes >= 10 || index === 0 ? Math.round(bytes) : bytes.toFixed(1)} ${units[index]}`;
};

/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * What became of an app that is no longer on the page.
 * @param {{name: string, receipt: import("./store.js").Receipt|null}} departed
 */
export const farewell = ({ name, receipt }) => {
    if (!receipt) return `${name} is no longer shared with you.`;
    const { containers, networks, workspace_bytes, host_port } = receipt;
    const parts = [plural(containers, "container"), plural(networks, "network"), `${size(workspace_bytes)} of workspace`, `port ${host_port}`];
    return `${name} is removed: ${parts.join(", ")}.`;
};
