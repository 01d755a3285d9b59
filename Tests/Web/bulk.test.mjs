import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { possible } = await page("list/toolbar.js");
const { actOnAll, outcome } = await page("shell/actions.js");

test("an action is offered for those apps only that it makes sense for", () => {
    const apps = new Map(["running", "stopped", "installing"].map((state) => [state, anApp({ name: state, state })]));
    const names = ["running", "stopped", "installing", "gone"];
    assert.deepEqual(possible(names, apps, "start"), ["stopped"]);
    assert.deepEqual(possible(names, apps, "restart"), ["running"]);
    assert.deepEqual(possible(names, apps, "redeploy"), ["running", "stopped"]);
});

test("every app is asked once, four at a time at most, and a refusal stops none of the others", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `app-${index}`);
    let running = 0;
    let most = 0;
    const asked = [];
    const results = await actOnAll(names, async (name) => {
        asked.push(name);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (name === "app-3") throw new Error("No.");
    });
    assert.deepEqual(asked, names);
    assert.equal(most, 4);
    assert.deepEqual(results.filter(({ error }) => error), [{ name: "app-3", error: "No." }]);
    assert.equal(results.length, 20);
});

test("one sentence sums up the results", () => {
    const fine = { name: "a", error: "" };
    assert.equal(outcome("restart", [fine, fine]), "Restarting 2 apps.");
    assert.equal(outcome("stop", [fine, { name: "b", error: "It is not yours." }]), "Stopping 1 app; refused: b (It is not yours.)");
});
