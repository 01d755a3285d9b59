import assert from "node:assert/strict";
import { test } from "node:test";
import { aDeployment, after, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { opens, statusWords } = await page("shared/app_status.js");

const failure = { code: "install_failed", message: "Installing the dependencies failed.", hint: "Correct the file.", step: "install" };
const working = (state, step, detail, usually_seconds = null) => {
    const progress = { step, detail, started_at: "2026-03-04T12:00:00Z", usually_seconds };
    return anApp({ state, deployment: aDeployment({ outcome: null }), progress });
};

const quiet = (step, detail, last_output_at) => {
    const app = working("installing", step, detail);
    return { ...app, progress: { ...app.progress, last_output_at } };
};
const waiting = (queue) => anApp({ state: "queued", deployment: aDeployment({ outcome: null }), queue });

const KILLED = "Out of memory: the kernel ended a process of the app 2 min ago. The rest goes on.";

const sentences = [
    ["a failed app says why and what to do", anApp({ state: "failed", failure }), {
        now: "Installing the dependencies failed.", hint: "Correct the file.",
    }],
    ["a failed app without a reason says since when", anApp({ state: "failed" }), { now: "Failed 2 min ago", hint: "" }],
    ["an unknown app is never called stopped", anApp({ state: "unknown" }), {
        now: "Docker is unreachable, so the app's state is unknown.", hint: "",
    }],
    ["an unhealthy app says what one can do", anApp({ state: "unhealthy" }), {
        now: "The app is running but fails its healthcheck.", hint: "Check its logs, or restart it.",
    }],
    ["a queued app says who asked when", anApp({ state: "queued" }), {
        now: "Queued 2 min ago by alice", hint: "",
    }],
    ["a queued app without a deployment leaves the person out", anApp({ state: "queued", deployment: null }), {
        now: "Queued 2 min ago", hint: "",
    }],
    ["a cloning app counts what it received", working("cloning", "clone", "12 of 30 objects, 1.2 MB"), {
        now: "2 min 5 s · 12 of 30 objects, 1.2 MB", hint: "",
    }],
    ["an installing app shows its last line", working("installing", "install", "Collecting bottle"), {
        now: "2 min 5 s · Collecting bottle", hint: "",
    }],
    ["a step without output for long is named", quiet("install", "Building wheel for flash-attn", "2026-03-04T11:49:30Z"), {
        now: "2 min 5 s · Building wheel for flash-attn", hint: "No output for 12 min. Check its log, or cancel it.",
    }],
    ["a step whose last output is recent is not", quiet("install", "", "2026-03-04T11:57:30Z"), { now: "2 min 5 s", hint: "" }],
    ["an app that starts has words of its own for it", quiet("health", "Idle", "2026-03-04T11:49:30Z"), { now: "2 min 5 s · Idle", hint: "" }],
    ["an app in line to install says its place and who works",
        waiting({ kind: "install", position: 3, ahead: ["comfy", "whisper"], working: ["sdxl", "an app of bob"], working_total: 2 }),
        { now: "Waiting to install: 3rd in line, after comfy and whisper", hint: "Installing now: sdxl and an app of bob" }],
    ["the next one in line has nobody before it",
        waiting({ kind: "clone", position: 1, ahead: [], working: ["a", "b", "c"], working_total: 4 }),
        { now: "Waiting to clone: next in line", hint: "Cloning now: a, b, c and 1 more" }],
    ["a long line is not listed",
        waiting({ kind: "start", position: 112, ahead: ["a", "b", "c"], working: ["d"], working_total: 1 }),
        { now: "Waiting to start: 112th in line, after a, b, c and 108 more", hint: "Starting now: d" }],
    ["a step says what it usually takes", working("installing", "install", "Collecting bottle", 40.4), {
        now: "2 min 5 s, usually 40 s · Collecting bottle", hint: "",
    }],
    ["a step without detail shows its time alone", working("starting", "health", ""), { now: "2 min 5 s", hint: "" }],
    ["a running app says since when and by whom", anApp(), { now: "Started 2 min ago, deployed by alice", hint: "" }],
    ["a running app no longer says why it failed before", anApp({ failure }), { now: "Started 2 min ago, deployed by alice", hint: "" }],
    ["a running app shows that its redeploy failed", anApp({ deployment: aDeployment({ outcome: "failed", failure }) }), {
        now: "Started 2 min ago, deployed by alice", hint: "The last redeploy failed: Installing the dependencies failed.",
    }],
    ["a stopping app", anApp({ state: "stopping" }), { now: "Stopping 2 min ago", hint: "" }],
    ["a stopped app says since when", anApp({ state: "stopped" }), { now: "Stopped 2 min ago", hint: "" }],
    ["a stopped app no longer shows a failed redeploy",
        anApp({ state: "stopped", deployment: aDeployment({ outcome: "failed", failure }) }), { now: "Stopped 2 min ago", hint: "" }],
    ["an app in line for a GPU says its place and what it waits for",
        anApp({ state: "waiting_for_gpu", line: { position: 2, length: 3, waits_for: "1 GPU with 18 GiB free" } }),
        { now: "Position 2 of 3 in the GPU queue, requested 2 min ago by alice", hint: "Waiting for 1 GPU with 18 GiB free" }],
    ["an idle app says when it stops",
        anApp({ idle: { quiet_since: "2026-03-04T11:30:00Z", stops_at: "2026-03-04T12:05:45Z" } }),
        { now: "Idle; stops in 4 min.", hint: "" }],
    ["an app that was stopped for being idle says what starts it",
        anApp({ state: "stopped", release: { reason: "idle", at: "2026-03-04T12:00:00Z" } }),
        { now: "Stopped because it was idle. Opening its link starts it again.", hint: "" }],
    ["an app whose lease ended says so", anApp({ state: "stopped", release: { reason: "lease_ended", at: "2026-03-04T12:00:00Z" } }),
        { now: "Stopped because its GPU lease ended.", hint: "" }],
    ["a job that ended well says so", anApp({ state: "stopped", port: null, link: null, release: { reason: "finished", at: "2026-03-04T12:00:00Z" } }),
        { now: "Finished: it ended by itself, without an error.", hint: "" }],
    ["an app that lost a process for memory says so while it goes on", anApp({ memory_kills: { processes: 1, at: "2026-03-04T12:00:05Z" } }),
        { now: "Out of memory: the kernel ended a process of the app 2 min ago. The rest goes on.", hint: "Raise its memory limit, or use fewer workers." }],
    ["an idle app that lost a process for memory says first that it stops",
        anApp({ memory_kills: { processes: 1, at: "2026-03-04T12:00:05Z" }, idle: { quiet_since: "2026-03-04T11:30:00Z", stops_at: "2026-03-04T12:05:45Z" } }),
        { now: "Idle; stops in 4 min.", hint: `${KILLED} Raise its memory limit, or use fewer workers.` }],
    ["an app that lost a process for memory still says that its redeploy failed",
        anApp({ memory_kills: { processes: 1, at: "2026-03-04T12:00:05Z" }, deployment: aDeployment({ outcome: "failed", failure }) }),
        { now: KILLED, hint: "Raise its memory limit, or use fewer workers. The last redeploy failed: Installing the dependencies failed." }],
    ["several processes are counted", anApp({ memory_kills: { processes: 3, at: "2026-03-04T12:00:05Z" } }),
        { now: "Out of memory: the kernel ended 3 processes of the app 2 min ago. The rest goes on.", hint: "Raise its memory limit, or use fewer workers." }],
    ["an app that runs again no longer says why it was stopped", anApp({ release: { reason: "idle", at: "2026-03-04T12:00:00Z" } }),
        { now: "Started 2 min ago, deployed by alice", hint: "" }],
    ["an app that is being removed", anApp({ state: "removing" }), { now: "Removing 2 min ago", hint: "" }],
];

for (const [title, app, expected] of sentences) {
    test(title, () => assert.deepEqual(statusWords(app, after(125)), expected));
}

test("an app opens while it runs, and while what runs is about to be replaced", () => {
    const app = anApp({ state: "running", link: "https://demo.apps.test/" });
    assert.equal(opens(app), true);
    assert.equal(opens({ ...app, state: "installing" }), false);
    assert.equal(opens({ ...app, state: "installing", serving: true }), true);
    assert.equal(opens({ ...app, link: null, serving: true }), false);
});
