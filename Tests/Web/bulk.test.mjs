import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { possible } = await page("list/toolbar.js");
const { askAll, outcome } = await page("bulk/act_on_all.js");

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
    const results = await askAll(names, async (name) => {
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
    assert.equal(outcome("stop", [fine, { name: "b", error: "It is not yours." }]), "Stopping 1 app. 1 refused (b): It is not yours.");
});

test("many that were refused for one reason are one sentence", () => {
    const refused = (count, error) => Array.from({ length: count }, (_, index) => ({ name: `${error[0]}-${index}`, error }));
    assert.equal(
        outcome("mend", [...refused(56, "The disk is full."), { name: "a", error: "" }, ...refused(3, "Busy.")]),
        "Redeploying 1 app. 56 refused (T-0, T-1, T-2 and 53 more): The disk is full. 3 refused (B-0, B-1 and B-2): Busy.");
});
