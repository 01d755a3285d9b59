import assert from "node:assert/strict";
import { test } from "node:test";
import { aDeployment, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { failedOf, farewell, farewells, OwnActions } = await page("shell/announcements.js");

const known = (...apps) => new Map(apps.map((app) => [app.name, app]));
const working = anApp({ state: "starting", deployment: aDeployment({ id: 8, outcome: null, finished_at: null }) });
const finished = (reason) => anApp({ deployment: aDeployment({ id: 8, reason, requested_by: "bob" }) });

for (const [reason, words] of [["onboard", "was added"], ["start", "was started"], ["restart", "was restarted"], ["redeploy", "was redeployed"], ["rollback", "was rolled back"], ["wake", "was started on a visit"]]) {
    test(`${reason}: “${words}”, and by whom`, () => {
        assert.deepEqual(new OwnActions().finished(known(finished(reason)), known(working)), [`diffusion ${words} by bob.`]);
    });
}

test("a failure says why, however it came", () => {
    const failed = anApp({ state: "failed", failure: { code: "exit", message: "It ended.", hint: "", step: null } });
    assert.deepEqual(new OwnActions().finished(known(failed), known(anApp())), ["diffusion failed: It ended."]);
    assert.deepEqual(new OwnActions().finished(known(failed), known(failed)), []);
});

test("a stop is announced", () => {
    assert.deepEqual(new OwnActions().finished(known(anApp({ state: "stopped" })), known(anApp())), ["diffusion was stopped."]);
});

for (const [reason, words] of [
    ["finished", "finished"], ["idle", "was stopped because it was idle"], ["lease_ended", "was stopped because its GPU lease ended"],
]) {
    test(`an app that ends without a person (${reason}): “${words}”`, () => {
        const ended = anApp({ state: "stopped", release: { reason, at: "2026-03-04T12:00:00Z" } });
        assert.deepEqual(new OwnActions().finished(known(ended), known(anApp())), [`diffusion ${words}.`]);
    });
}

test("an action of this tab is not announced, what comes after it is", async () => {
    const own = new OwnActions();
    await own.run("diffusion", async () => {});
    assert.deepEqual(own.finished(known(working), known(anApp())), []);
    const done = finished("restart");
    assert.deepEqual(own.finished(known(done), known(working)), []);
    assert.deepEqual(own.finished(known(anApp({ state: "stopped", deployment: done.deployment })), known(done)), ["diffusion was stopped."]);
});

test("an action refused here is announced when another user does it", async () => {
    const own = new OwnActions();
    await assert.rejects(own.run("diffusion", async () => { throw new Error("No."); }), /No/);
    assert.deepEqual(own.finished(known(finished("restart")), known(working)), ["diffusion was restarted by bob."]);
});

test("a change of settings or of progress is nothing that finished", () => {
    assert.deepEqual(new OwnActions().finished(known(anApp({ shared_with: ["bob"] })), known(anApp())), []);
    assert.deepEqual(new OwnActions().finished(known(working), known(anApp())), []);
});

test("many at once are one sentence", () => {
    const names = ["a", "b", "c", "d"];
    const words = new OwnActions().finished(known(...names.map((name) => anApp({ name, state: "stopped" }))), known(...names.map((name) => anApp({ name }))));
    assert.deepEqual(words, ["4 apps changed: a was stopped. b was stopped. c was stopped. …"]);
});

test("only one's own apps that failed just now are worth a notification", () => {
    const apps = known(anApp({ name: "mine", state: "failed" }), anApp({ name: "old", state: "failed" }), anApp({ name: "theirs", owner: "bob", state: "failed" }));
    const before = known(anApp({ name: "mine" }), anApp({ name: "old", state: "failed" }), anApp({ name: "theirs", owner: "bob" }));
    assert.deepEqual(failedOf(apps, before, "alice").map(({ name }) => name), ["mine"]);
    assert.deepEqual(failedOf(apps, new Map(), "alice"), [], "a page that was just loaded knows no news");
});

test("an app that is removed leaves a receipt, one that is no longer shared a word", () => {
    const receipt = { containers: 2, networks: 1, workspace_bytes: 12_345_678, host_port: 20001 };
    assert.equal(farewell({ name: "demo", receipt }), "demo was removed: 2 containers, 1 network, 12 MB of workspace, port 20001.");
    assert.equal(farewell({ name: "demo", receipt: null }), "demo is no longer shared with you.");
});

test("many farewells are one", () => {
    const gone = (name) => ({ name, receipt: { containers: 1, networks: 1, workspace_bytes: 2_000_000, host_port: 1 } });
    assert.equal(farewells(["a", "b", "c"].map(gone)).length, 3);
    assert.deepEqual(farewells([gone("a"), ...["b", "c", "d"].map((name) => ({ name, receipt: null }))]),
        ["1 app was removed, with 2.0 MB of workspaces.", "3 apps are no longer shared with you."]);
    assert.deepEqual(farewells(["a", "b", "c", "d"].map(gone)), ["4 apps were removed, with 8.0 MB of workspaces."]);
    assert.deepEqual(farewells([...["a", "b", "c", "d"].map(gone), { name: "e", receipt: null }]),
        ["4 apps were removed, with 8.0 MB of workspaces.", "1 app is no longer shared with you."]);
});
