import assert from "node:assert/strict";
import { test } from "node:test";
import { aDeployment, after, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { barOf, nextStep, stepTime } = await page("shared/app_status.js");

const timing = (step, seconds) => ({ step, started_at: "2026-03-04T12:00:00Z", seconds });
const progress = (step) => ({ step, started_at: "2026-03-04T12:00:00Z", detail: "", usually_seconds: null });
const failure = { code: "install_failed", message: "It failed.", hint: "", step: "install" };
const steps = [timing("clone", 1.2), timing("inspect", 0.3), timing("pull", 12.4), timing("install", null)];

test("the bar shows what is done, for how long, and what comes", () => {
    const app = anApp({ state: "installing", progress: progress("install"), deployment: aDeployment({ outcome: null, steps }) });
    assert.deepEqual(barOf(app).map(({ word, at, took }) => [word, at, took]), [
        ["Clone", "done", "1.5 s"], ["Image", "done", "12 s"], ["Install", "now", ""], ["Start", "next", ""], ["Check", "next", ""],
    ]);
});

test("the bar of a failed app shows where it failed", () => {
    const app = anApp({ state: "failed", failure, deployment: aDeployment({ outcome: "failed", steps: [timing("install", 75)] }) });
    assert.deepEqual(barOf(app).map(({ at }) => at), ["done", "done", "failed", "next", "next"]);
    assert.equal(barOf(app)[2].took, "1 min 15 s");
});

const without = [
    ["runs", anApp()],
    ["is stopping", anApp({ state: "stopping" })],
    ["ended by itself", anApp({ state: "failed", failure: { ...failure, step: null } })],
    ["waits", anApp({ state: "queued", progress: progress("clone") })],
];

for (const [title, app] of without) test(`an app that ${title} has no bar`, () => assert.equal(barOf(app), null));

test("a step says how long it runs, and what it usually takes where that is known", () => {
    assert.equal(stepTime(progress("install"), after(12)), "12 s");
    assert.equal(stepTime({ ...progress("install"), usually_seconds: 40.2 }, after(12)), "12 s, usually 40 s");
    assert.equal(stepTime({ ...progress("install"), usually_seconds: 0.84 }, after(75)), "1 min 15 s, usually 0.8 s");
});

const next = [
    ["installing", null, "stop", "Cancel"],
    ["queued", null, "stop", "Cancel"],
    ["waiting_for_gpu", null, "stop", "Cancel"],
    ["stopped", null, "start", "Start"],
    ["failed", failure, "redeploy", "Try again"],
    ["failed", { ...failure, step: null }, "start", "Start"],
    ["failed", { ...failure, action: { kind: "use_installer", installer: "pip", label: "Install with pip" } }, "mend", "Install with pip"],
];

for (const [state, reason, action, word] of next) {
    test(`next for an app that is ${state}${reason?.step ? " in a step" : ""}: ${word}`, () => {
        const step = nextStep(anApp({ state, failure: reason }));
        assert.deepEqual([step.action, step.word], [action, word]);
    });
}

for (const state of ["running", "stopping", "removing", "unknown", "unhealthy"]) {
    test(`an app that is ${state} has no next step`, () => assert.equal(nextStep(anApp({ state })), null));
}
