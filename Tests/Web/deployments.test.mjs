import assert from "node:assert/strict";
import { test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { aDeployment, after, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { authorWords, Deployments, endWords, keptWords, outcomeWords, reasonWords } = await page("app/deployments.js");

const ends = [
    ["a container that runs has no end", null, ""],
    ["out of memory", { outcome: "out_of_memory", exit_code: 137 }, "Killed: out of memory."],
    ["a signal with a name", { outcome: "exited", exit_code: 139 }, "Killed by signal 11 (segmentation fault)."],
    ["a signal without one", { outcome: "exited", exit_code: 160 }, "Killed by signal 32."],
    ["an error", { outcome: "exited", exit_code: 1 }, "Exited with exit code 1."],
    ["128 is no signal", { outcome: "exited", exit_code: 128 }, "Exited with exit code 128."],
    ["no error", { outcome: "exited", exit_code: 0 }, "Exited without an error."],
    ["unknown", { outcome: "exited", exit_code: null }, "Exited with an unknown exit code."],
    ["stopped", { outcome: "stopped", exit_code: 143 }, "Stopped by a user."],
    ["released", { outcome: "released", exit_code: 0 }, "Stopped automatically: it was idle, or its lease ended."],
    ["replaced", { outcome: "replaced", exit_code: null }, "Replaced by a newer deployment."],
    ["vanished", { outcome: "vanished", exit_code: null }, "Its container was removed outside the control center."],
];

for (const [title, run, expected] of ends) {
    test(`how a container ended: ${title}`, () => assert.equal(endWords(aDeployment({ run })), expected));
}

test("a deployment without an outcome is under way", () => {
    assert.deepEqual(outcomeWords(aDeployment({ outcome: null })), { word: "In progress", kind: "working" });
});

test("what was cancelled is neither good nor bad", () => {
    assert.deepEqual(outcomeWords(aDeployment({ outcome: "cancelled" })), { word: "Cancelled", kind: "stopped" });
});

test("the first deployment is called so", () => assert.equal(reasonWords(aDeployment()), "First deployment"));

test("a visit that wakes an app is a reason", () => assert.equal(reasonWords(aDeployment({ reason: "wake" })), "Started by a visit"));

test("a commit says who wrote it and when", () => {
    assert.equal(authorWords(aDeployment().commit_info, after(0)), "Alice, 18 h ago");
    assert.equal(authorWords(null, after(0)), "", "unknown for an old deployment");
});

const keptFiles = (count) => ({ folder: ".dcc/kept/x", count, paths: ["a", "b", "c", "d", "e", "f"].slice(0, count) });
const keptCases = [
    ["nothing", null, ""],
    ["an older server says nothing of it", undefined, ""],
    ["one", keptFiles(1), "1 file that the app had changed or added was moved aside, to .dcc/kept/x of the app's folder:"],
    ["many", keptFiles(6), "6 files that the app had changed or added were moved aside, to .dcc/kept/x of the app's folder:"],
    ["more than are named", keptFiles(7), "7 files that the app had changed or added were moved aside, to .dcc/kept/x of the app's folder; the first are:"],
    ["more than are counted", keptFiles(10_000),
        "more than 10000 files that the app had changed or added were moved aside, to .dcc/kept/x of the app's folder; the first are:"],
];

for (const [title, kept, expected] of keptCases) {
    test(`what a checkout moved aside: ${title}`, () => assert.equal(keptWords({ kept_files: kept }), expected));
}

for (const [mayChange, link] of [[true, "/api/apps/diffusion/deployments/7/files?path=out%2Fa%20%26%20b.png"], [false, undefined]]) {
    test(`who may ${mayChange ? "" : "not "}change an app ${mayChange ? "downloads" : "reads the names of"} what was moved aside`, async () => {
        const document = enterDocument();
        const fetch = globalThis.fetch;
        const deployment = aDeployment({ kept_files: { folder: ".dcc/kept/x", count: 1, paths: ["out/a & b.png"] } });
        globalThis.fetch = async () => new Response(JSON.stringify({ deployments: [deployment] }));
        const deployments = new Deployments(() => {});
        deployments.update(anApp({ deployment }), mayChange, false);
        const list = document.querySelector("#deployments");
        while (list.children.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        const [file] = list.children[0].querySelector('[data-part="files"]').children[0].children;
        assert.deepEqual([file.textContent, file.href, file.download], ["out/a & b.png", link, mayChange ? "a & b.png" : undefined]);
        globalThis.fetch = fetch;
        leaveDocument();
    });
}
