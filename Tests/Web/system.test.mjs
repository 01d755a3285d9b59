import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { activityWords, backupWords, receiptWords, totalWords, whyWords } = await page("operators/system.js");

const NOW = Date.parse("2026-03-04T12:00:00Z");
const workspace = { id: "workspace:demo", kind: "workspace", name: "demo", bytes: 2_500_000, why: "No app has this name.", grace_until: null };
const network = {
    id: "network:1f", kind: "network", name: "dcc-demo", bytes: null, why: "It is labeled for the app demo, which does not exist.", grace_until: null,
};

for (const [things, words] of [
    [[workspace], "1 resource, 2.5 MB"], [[network], "1 resource, 1 of unknown size"],
    [[workspace, network, workspace], "3 resources, 5.0 MB, 1 of unknown size"],
]) {
    test(`${things.length} left behind are “${words}”`, () => assert.equal(totalWords(things), words));
}

test("an orphan in its grace period says until when it is kept", () => {
    assert.equal(whyWords(workspace), "No app has this name.");
    assert.match(whyWords({ ...workspace, grace_until: "2026-03-04T13:00:00Z" }), /^No app has this name\. It is kept until .+\.$/);
});

for (const [cleanup, words] of [
    [{ activity: "idle", progress: null, orphans: [] }, ""], [{ activity: "searching", progress: null, orphans: null }, ""],
    [{ activity: "searching", progress: null, orphans: [] }, "Searching…"],
    [{ activity: "removing", progress: null, orphans: [] }, "Preparing to remove…"],
    [{ activity: "removing", progress: { done: 2, total: 9, kind: "image", name: "dcc/x" }, orphans: [] }, "Removing 3 of 9: image dcc/x"],
]) {
    test(`${cleanup.activity} is told as “${words}”`, () => assert.equal(activityWords(cleanup), words));
}

test("a receipt names what was removed, and what was kept and why", () => {
    const kept = [{ id: "network:1f", why: "It is in use." }, { id: "volume:x", why: "It is not an orphan, or does not exist." }];
    assert.deepEqual(receiptWords({ removed: [workspace], kept }, new Map([["network:1f", network]])), [
        "Removed: 1 resource, 2.5 MB: workspace demo.",
        "Kept network dcc-demo: It is in use.",
        "Kept volume:x: It is not an orphan, or does not exist.",
    ]);
    assert.deepEqual(receiptWords({ removed: [], kept: [] }, new Map()), []);
});

const backup = (at, left_out = []) => ({ at, snapshot: "4f2a9c1b7d4e5f60", bytes_added: 1_200_000_000, apps: 14, left_out });

test("a recent backup shows its age, snapshot and size, and needs no attention", () => {
    const { last } = backupWords({ last: backup("2026-03-03T13:00:00Z"), last_check: null, last_drill: null }, NOW);
    assert.deepEqual(last, { isTrouble: false, text: "23 h ago · snapshot 4f2a9c1b · 14 apps · 1.2 GB added" });
});

test("a backup that left something out needs attention: it may be a whole workspace", () => {
    const { last } = backupWords({ last: backup("2026-03-03T13:00:00Z", ["/opt/dockerstore/demo"]), last_check: null, last_drill: null }, NOW);
    assert.deepEqual([last.isTrouble, last.text.endsWith("· without /opt/dockerstore/demo")], [true, true]);
});

for (const [at, isTrouble] of [["2026-03-02T12:00:00Z", false], ["2026-03-02T11:59:59Z", true]]) {
    test(`a backup of ${at} ${isTrouble ? "is older than 48 h and needs attention" : "is recent enough"}`, () => {
        const { last } = backupWords({ last: backup(at), last_check: null, last_drill: null }, NOW);
        assert.equal(last.isTrouble, isTrouble);
        assert.equal(last.text.includes("older than 48 h"), isTrouble);
    });
}

test("no backup needs attention; no check or drill does not", () => {
    assert.deepEqual(backupWords({ last: null, last_check: null, last_drill: null }, NOW), {
        last: { isTrouble: true, text: "none yet" }, last_check: { isTrouble: false, text: "none yet" }, last_drill: { isTrouble: false, text: "none yet" },
    });
});

test("a failed check or drill needs attention, a successful one says what it found", () => {
    const at = "2026-03-04T11:00:00Z";
    const failed = backupWords({ last: null, last_check: { at, ok: false }, last_drill: { at, ok: false, files: 0 } }, NOW);
    assert.deepEqual([failed.last_check, failed.last_drill], Array(2).fill({ isTrouble: true, text: "failed 1 h ago" }));
    const well = backupWords({ last: null, last_check: { at, ok: true }, last_drill: { at, ok: true, files: 1204 } }, NOW);
    assert.deepEqual([well.last_check.text, well.last_drill.text], ["1 h ago: no errors", "1 h ago: 1204 files restored and verified"]);
    assert.deepEqual([well.last_check.isTrouble, well.last_drill.isTrouble], [false, false]);
});
