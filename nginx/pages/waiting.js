// @ts-check
// Says why an app is not available, follows its state by long-poll, and opens it when it runs.

import { stateWords } from "./states.js";
import { AWAY, GONE, SIGNED_OUT, wordsOf } from "./waiting_words.js";

/** @typedef {import("./waiting_words.js").Words} Words */

/** The server answers within 25 s; after this the request is lost. */
const TIMEOUT = 35_000;
const PAUSE = 3_000;

const name = location.hostname.split(".")[0];
let instance = "";
let revision = -1;
/** Whether the app was seen in another state than running. */
let wasDown = false;

/** @param {string} id @param {string} text */
function write(id, text) {
    const element = document.getElementById(id);
    if (!element) return;
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
}

/** @param {Words} words */
function say(words) {
    for (const id of /** @type {const} */ (["state", "heading", "reason", "detail", "owner", "again"])) write(id, words[id] ?? "");
    document.getElementById("state")?.setAttribute("data-kind", words.kind);
    document.title = words.heading;
}

/** @param {number} milliseconds */
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {{name: string, state: string}} app */
async function show(app) {
    const words = wordsOf(app, stateWords(app.state));
    if (app.state !== "running") {
        wasDown = true;
        return say(words);
    }
    if (!wasDown) {
        // It was running: the request itself failed, and an immediate retry would fail again.
        say(words);
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
    if (app) await show(app);
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
