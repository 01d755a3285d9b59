import assert from "node:assert/strict";
import { test } from "node:test";
import { aDeployment } from "./examples.mjs";
import { page } from "./page.mjs";

const { endWords, outcomeWords, reasonWords } = await page("app/deployments.js");

const ends = [
    ["a container that runs has no end", null, ""],
    ["out of memory", { outcome: "out_of_memory", exit_code: 137 }, "It was out of memory and was ended."],
    ["a signal with a name", { outcome: "exited", exit_code: 139 }, "It was ended by signal 11 (segmentation fault)."],
    ["a signal without one", { outcome: "exited", exit_code: 160 }, "It was ended by signal 32."],
    ["an error", { outcome: "exited", exit_code: 1 }, "It ended by itself with exit code 1."],
    ["128 is no signal", { outcome: "exited", exit_code: 128 }, "It ended by itself with exit code 128."],
    ["no error", { outcome: "exited", exit_code: 0 }, "It ended by itself, without an error."],
    ["nobody knows", { outcome: "exited", exit_code: null }, "It ended; nobody knows how."],
    ["stopped", { outcome: "stopped", exit_code: 143 }, "Stopped by somebody."],
    ["released", { outcome: "released", exit_code: 0 }, "Stopped by the control center: nobody used it, or its lease ended."],
    ["replaced", { outcome: "replaced", exit_code: null }, "Replaced by a newer deployment."],
    ["vanished", { outcome: "vanished", exit_code: null }, "Its container was taken away behind our back."],
];

for (const [title, run, expected] of ends) {
    test(`how a container ended: ${title}`, () => assert.equal(endWords(aDeployment({ run })), expected));
}

test("a deployment without an outcome is under way", () => {
    assert.deepEqual(outcomeWords(aDeployment({ outcome: null })), { word: "Under way", kind: "working" });
});

test("what was cancelled is neither good nor bad", () => {
    assert.deepEqual(outcomeWords(aDeployment({ outcome: "cancelled" })), { word: "Cancelled", kind: "stopped" });
});

test("the first deployment is called so", () => assert.equal(reasonWords(aDeployment()), "First deployment"));

test("a visit that wakes an app is a reason", () => assert.equal(reasonWords(aDeployment({ reason: "wake" })), "Woken by a visit"));
