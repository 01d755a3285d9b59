import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { page } from "./page.mjs";

const { actionsFor, rank, stateWords, stepIndex, STEPS } = await page("shared/states.js");

const STATES = [
    "queued", "cloning", "waiting_for_gpu", "pulling", "installing", "starting", "running", "unhealthy", "stopping",
    "stopped", "failed", "removing", "unknown",
];

test("every state has its own word", () => {
    const words = STATES.map((state) => stateWords(state).word);
    assert.equal(new Set(words).size, STATES.length);
    for (const state of STATES) assert.notEqual(stateWords(state).word, state, `${state} is shown as it is spelled in code`);
});

test("every state has a shape on the page", () => {
    const html = readFileSync(new URL("../../web/index.html", import.meta.url), "utf8");
    for (const state of STATES) assert.match(html, new RegExp(`<symbol id="shape-${stateWords(state).kind}"`), state);
});

test("a state that the page does not know is shown by its name, as unknown", () => {
    assert.deepEqual(stateWords("hibernating"), { word: "hibernating", kind: "unknown" });
});

test("what needs a person comes first, then what waits or works, then what runs, then the rest", () => {
    const order = ["stopped", "running", "installing", "queued", "unknown", "unhealthy", "failed"];
    assert.deepEqual(
        order.sort((a, b) => rank(a) - rank(b)),
        ["failed", "unhealthy", "unknown", "queued", "installing", "running", "stopped"],
    );
});

const possible = {
    queued: "stop remove",
    cloning: "stop remove",
    waiting_for_gpu: "stop remove",
    pulling: "stop remove",
    installing: "stop remove",
    starting: "stop remove",
    running: "restart redeploy stop remove open",
    unhealthy: "restart redeploy stop remove open",
    stopping: "remove",
    stopped: "start redeploy remove",
    failed: "start redeploy remove",
    removing: "remove",
    unknown: "stop remove",
};

for (const state of STATES) {
    test(`a ${state} app offers: ${possible[state]}`, () => {
        const offered = Object.entries(actionsFor(state)).filter(([, isPossible]) => isPossible).map(([name]) => name);
        assert.deepEqual(offered, possible[state].split(" "));
    });
}

const places = { clone: 0, inspect: 0, place: 3, pull: 1, image: 1, install: 2, start: 3, health: 4, "": -1, upload: -1 };

for (const [step, place] of Object.entries(places)) {
    test(`step ${JSON.stringify(step)} is at place ${place} of the bar`, () => assert.equal(stepIndex(step), place));
}

test("the bar reads from cloning to checking", () => {
    assert.deepEqual(STEPS.map(({ word }) => word), ["Clone", "Image", "Install", "Start", "Check"]);
});
