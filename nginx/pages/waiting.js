// @ts-check
// Says why an app is not available, follows its state by long-poll, and opens it when it runs.

import { stateWords } from "./states.js";

/** @typedef {{state: string, kind: string, heading: string, detail: string}} Words */

const FOLLOWS = "This page opens it when it is running.";
const LOG = "Its logs in the control center may say why.";

/** The heading follows the app's name. @type {Record<string, {heading: string, detail: string}>} */
const STATES = {
    queued: { heading: "is starting", detail: `It is queued behind other deployments. ${FOLLOWS}` },
    cloning: { heading: "is starting", detail: `Its repository is being cloned. ${FOLLOWS}` },
    waiting_for_gpu: { heading: "is waiting for a GPU", detail: `It starts when a GPU is free. ${FOLLOWS}` },
    pulling: { heading: "is starting", detail: FOLLOWS },
    installing: { heading: "is starting", detail: `Its dependencies are being installed. ${FOLLOWS}` },
    starting: { heading: "is starting", detail: FOLLOWS },
    running: { heading: "did not accept the request", detail: `${LOG} Retrying in a moment.` },
    unhealthy: { heading: "is unhealthy", detail: `${LOG} ${FOLLOWS}` },
    stopping: { heading: "is stopping", detail: FOLLOWS },
    stopped: { heading: "is not running", detail: `Start it in the control center. ${FOLLOWS}` },
    failed: { heading: "is not running", detail: `Its deployment failed. The control center says why. ${FOLLOWS}` },
    removing: { heading: "is being removed", detail: "This address will stop working." },
    unknown: { heading: "has an unknown state", detail: `Docker is unreachable. ${FOLLOWS}` },
};

/** @type {Words} */
const GONE = { state: "Not found", kind: "stopped", heading: "App not found", detail: "It was removed, or is no longer shared with you." };
/** @type {Words} */
const SIGNED_OUT = { state: "Signed out", kind: "attention", heading: "You are signed out", detail: "Reload this page to sign in." };
/** @type {Words} */
const AWAY = {
    state: "One moment", kind: "unknown", heading: "The control center is unreachable",
    detail: "It is restarting, or the network is down. The app keeps running; this page opens it when the connection is back.",
};

/** The server answers within 25 s; after this the request is lost. */
const TIMEOUT = 35_000;
const PAUSE = 3_000;

const name = location.hostname.split(".")[0];
let instance = "";
let revision = -1;
/** Whether the app was seen in another state than running. */
let wasDown = false;

/** @param {Words} words */
function say(words) {
    for (const id of /** @type {const} */ (["state", "heading", "detail"])) {
        const element = document.getElementById(id);
        if (element && element.textContent !== words[id]) element.textContent = words[id];
    }
    document.getElementById("state")?.setAttribute("data-kind", words.kind);
    document.title = words.heading;
}

/** @param {string} state @returns {Words} */
const wordsOf = (state) => {
    const { word, kind } = stateWords(state);
    const { heading, detail } = STATES[state] ?? STATES.unknown;
    return { state: word, kind, heading: `${name} ${heading}`, detail };
};

/** @param {number} milliseconds */
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {string} state */
async function show(state) {
    if (state !== "running") {
        wasDown = true;
        return say(wordsOf(state));
    }
    if (!wasDown) {
        // It was running: the request itself failed, and an immediate retry would fail again.
        say(wordsOf(state));
        await rest(PAUSE);
    }
    location.reload();
    await rest(TIMEOUT);
}

/** @returns {Promise<boolean>} whether to poll again */
async function ask() {
    const query = revision < 0 ? "timeout=0" : new URLSearchParams({ instance, after: `${revision}`, timeout: "25" });
    const response = await fetch(`/.dcc/status?${query}`, { signal: AbortSignal.timeout(TIMEOUT), redirect: "error" });
    const end = { 401: SIGNED_OUT, 404: GONE }[response.status];
    if (end) {
        say(end);
        return false;
    }
    if (!response.ok) throw new Error(`${response.status}`);
    const news = await response.json();
    ({ instance, revision } = news);
    const app = news.apps.find((/** @type {{name: string}} */ entry) => entry.name === name);
    if (app) await show(app.state);
    return true;
}

for (;;) {
    try {
        if (!await ask()) break;
    } catch {
        say(AWAY);
        wasDown = true;
        // The page shows another text now: ask for the whole state.
        revision = -1;
        await rest(PAUSE * (0.75 + Math.random() / 2));
    }
}
