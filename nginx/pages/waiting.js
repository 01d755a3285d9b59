// @ts-check
// Says in plain words why an app cannot be opened, follows its state by the long-poll, and enters it when it is up.

import { stateWords } from "./states.js";

/** @typedef {{state: string, kind: string, heading: string, detail: string}} Words */

const FOLLOWS = "This page follows it and opens it when it is up.";
const LOG = "Its log in the control center may say why.";

/** What each state means here; the heading goes on from the app's name. @type {Record<string, {heading: string, detail: string}>} */
const STATES = {
    queued: { heading: "is coming up", detail: `Other deployments come first. ${FOLLOWS}` },
    cloning: { heading: "is coming up", detail: `Its repository is being fetched. ${FOLLOWS}` },
    waiting_for_gpu: { heading: "waits", detail: `It starts when a GPU is free. ${FOLLOWS}` },
    pulling: { heading: "is coming up", detail: FOLLOWS },
    installing: { heading: "is coming up", detail: `It gets its dependencies. ${FOLLOWS}` },
    starting: { heading: "is coming up", detail: FOLLOWS },
    running: { heading: "did not take the request", detail: `${LOG} Trying again in a moment.` },
    unhealthy: { heading: "does not answer", detail: `${LOG} ${FOLLOWS}` },
    stopping: { heading: "is being stopped", detail: FOLLOWS },
    stopped: { heading: "is not running", detail: `Start it in the control center. ${FOLLOWS}` },
    failed: { heading: "is not running", detail: `Its deployment failed; the control center says why. ${FOLLOWS}` },
    removing: { heading: "is being removed", detail: "It will not come back at this address." },
    unknown: { heading: "cannot be seen", detail: `Docker does not answer. ${FOLLOWS}` },
};

/** @type {Words} */
const GONE = { state: "Gone", kind: "stopped", heading: "There is no such app any more", detail: "It was removed, or is no longer shared with you." };
/** @type {Words} */
const SIGNED_OUT = { state: "Signed out", kind: "attention", heading: "You are signed out", detail: "Load this page again to sign in." };
/** @type {Words} */
const AWAY = {
    state: "One moment", kind: "unknown", heading: "The control center does not answer",
    detail: "It is starting again, or the line is cut. The app itself goes on; this page opens it when the way is known again.",
};

/** The server answers within 25 s; what takes longer is lost on the way. */
const PATIENCE = 35_000;
const PAUSE = 3_000;

const name = location.hostname.split(".")[0];
let instance = "";
let revision = -1;
/** Whether something stood in the way that is gone when the app runs. */
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
        // It ran all the time: the request itself went wrong, and asking at once would go wrong again.
        say(wordsOf(state));
        await rest(PAUSE);
    }
    location.reload();
    await rest(PATIENCE);
}

/** Asks once and shows what is new. @returns {Promise<boolean>} whether to ask again */
async function ask() {
    const query = revision < 0 ? "timeout=0" : new URLSearchParams({ instance, after: `${revision}`, timeout: "25" });
    const response = await fetch(`/.dcc/status?${query}`, { signal: AbortSignal.timeout(PATIENCE), redirect: "error" });
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
        // What was said before is gone from the page: hear it again.
        revision = -1;
        await rest(PAUSE * (0.75 + Math.random() / 2));
    }
}
