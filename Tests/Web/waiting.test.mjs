import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { nginxPage, page } from "./page.mjs";

const { wordsOf } = await nginxPage("waiting_words.js");
const { stateWords } = await page("shared/states.js");

const said = (differences) => {
    const app = anApp(differences);
    const { heading, reason, detail, owner, again } = wordsOf(app, stateWords(app.state));
    return [heading, reason, detail, owner, again];
};
const failure = { code: "exited", message: "The app exited with code 1.", hint: "Its log says why.", step: "start" };
const OPENS = "This page opens it when it is running.";
const OWNER = "It belongs to alice.";

for (const [differences, ...words] of [
    [{ state: "failed", failure }, "diffusion is not running", "The app exited with code 1.", `Its log says why. ${OPENS}`, OWNER, ""],
    [{ state: "failed" }, "diffusion is not running", "", `Its deployment failed. The control center says why. ${OPENS}`, OWNER, ""],
    [{ state: "stopped", release: { reason: "idle" } }, "diffusion is not running", "It was stopped because it was idle.",
        `It is being started. ${OPENS}`, OWNER, ""],
    [{ state: "stopped" }, "diffusion is not running", "", `Start it in the control center. ${OPENS}`, OWNER, ""],
    [{ state: "stopped", failure, release: { reason: "lease_ended" } }, "diffusion is not running", "It was stopped because its GPU lease ended.",
        `Start it in the control center. ${OPENS}`, OWNER, ""],
    [{ state: "waiting_for_gpu", line: { position: 2, length: 3, waits_for: "1 GPU with 18 GiB free" } }, "diffusion is waiting for a GPU",
        "Position 2 of 3 in the queue. It waits for 1 GPU with 18 GiB free.", `It starts when a GPU is free. ${OPENS}`, OWNER, ""],
    [{ state: "starting", failure }, "diffusion is starting", "", OPENS, OWNER, ""],
    [{ state: "running" }, "diffusion did not accept the request", "", "Its logs in the control center may say why. Retrying in a moment.", OWNER, "Try again"],
    [{ state: "hibernating", owner: undefined }, "diffusion has an unknown state", "", `Docker is unreachable. ${OPENS}`, "", "Try again"],
]) {
    test(`${differences.state}: ${words.filter(Boolean).join(" / ")}`, () => assert.deepEqual(said(differences), words));
}
