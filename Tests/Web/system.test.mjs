import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { page } from "./page.mjs";

const { activityWords, backupWords, receiptWords, searchIn, System, totalWords, whyWords } = await page("operators/system.js");

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

for (const [title, cleanup, expected] of [
    ["a list that is there needs no search", { activity: "idle", looked_at: "2026-03-04T12:00:00Z", trouble: null }, null],
    ["nor does a search under way", { activity: "searching", looked_at: null, trouble: null }, null],
    ["a service that was restarted is asked at once", { activity: "idle", looked_at: null, trouble: null }, 0],
    ["after trouble it is asked a little later", { activity: "idle", looked_at: null, trouble: { code: "docker_unreachable", message: "No." } }, 10_000],
]) {
    test(title, () => assert.equal(searchIn(cleanup), expected));
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

const real = { fetch: globalThis.fetch, setInterval: globalThis.setInterval };
let document;
let ticks;

beforeEach(() => {
    document = enterDocument();
    ticks = [];
    globalThis.setInterval = (tick) => ticks.push(tick);
});

afterEach(() => {
    Object.assign(globalThis, real);
    leaveDocument();
});

const VIEW = { revision: 1, activity: "idle", progress: null, orphans: [], looked_at: "2026-03-04T12:00:00Z", receipt: null, trouble: null };
const BACKUPS = { repository: null, trouble: null, last: null, last_check: null, last_drill: null };
const answer = (status, body) => ({ ok: status < 400, status, json: async () => body });

/** The page while the server says these things of its orphans, one after the other. Searches that were asked for are counted. */
const opened = async (...answers) => {
    let searches = 0;
    globalThis.fetch = async (path, { signal } = {}) => {
        if (path.endsWith("/backups")) return answer(200, BACKUPS);
        if (path.endsWith("/search")) return answer(202, (searches += 1) === 1 ? VIEW : { ...VIEW, activity: "searching" });
        const next = answers.shift();
        if (next) return next;
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const system = new System();
    system.open();
    const text = (selector) => document.querySelector(selector).textContent;
    const until = async (isTrue) => { while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10)); };
    return { system, text, until, searches: () => searches };
};

const WITHIN = { timeout: 5000 };

test("orphans are searched again after a restart of the service", WITHIN, async () => {
    const { system, until, searches } = await opened(answer(200, { ...VIEW, revision: 9, orphans: null, looked_at: null }));
    await until(() => searches() === 2);
    system.close();
});

test("a button searches again while nothing else goes on", WITHIN, async () => {
    const { system, until, searches } = await opened();
    const button = document.querySelector("#search-again");
    button.disabled = true;
    await until(() => !button.disabled);
    button.click();
    await until(() => searches() === 2);
    assert.equal(button.disabled, true);
    system.close();
});

test("a server that answers says itself what is wrong", WITHIN, async () => {
    const { system, text, until } = await opened(answer(503, { detail: "The disk is full." }));
    await until(() => text("#cleanup-activity") !== "");
    assert.equal(text("#cleanup-activity"), "The disk is full. Trying again…");
    system.close();
});

test("a receipt keeps the names of what is no longer in the list, and its age goes on", WITHIN, async () => {
    const receipt = { removed: [], kept: [{ id: workspace.id, why: "It is in use." }], by: "admin", at: new Date(Date.now() - 59_500).toISOString() };
    const since = "2026-03-04T11:00:00Z";
    const { system, text, until } = await opened(
        answer(200, { ...VIEW, revision: 2, orphans: [{ ...workspace, since }], looked_at: "2026-03-04T12:00:01Z" }),
        answer(200, { ...VIEW, revision: 3, orphans: [], looked_at: "2026-03-04T12:00:02Z", receipt }));
    await until(() => document.querySelector("#cleanup-receipt").children.length > 0);
    assert.equal(document.querySelector("#cleanup-receipt").children[0].textContent, "Kept workspace demo: It is in use.");
    document.querySelector("#cleanup-last").textContent = "";
    for (const tick of ticks) tick();
    assert.match(text("#cleanup-last"), /^Last cleanup: admin, 1 min ago\.$/);
    system.close();
});
