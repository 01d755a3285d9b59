import assert from "node:assert/strict";
import { test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { aDeployment, aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { affected, updateIncidents } = await page("list/host.js");

const app = (name, id, owner) => anApp({ name, owner, deployment: aDeployment({ id }) });
const seen = [app("mine", 1, "alice"), app("shared", 2, "bob"), app("elsewhere", 3, "alice")];
const state = { me: aMember(), apps: new Map(seen.map((one) => [one.name, one])) };

test("those one may change are recreated, others are only named, and hidden ones are counted", () => {
    assert.deepEqual(affected({ deployments: [1, 2, 8, 9] }, state), { seen: ["mine", "shared"], ours: ["mine"], others: " and 2 apps of other owners" });
});

test("an operator recreates all of them", () => {
    assert.deepEqual(affected({ deployments: [1, 2] }, { ...state, me: aMember({ role: "operator" }) }).ours, ["mine", "shared"]);
});

test("an incident may hurt no app", () => {
    assert.deepEqual(affected({ deployments: [] }, state), { seen: [], ours: [], others: "" });
});

test("a button that was pressed cannot be pressed again before its apps were asked for, whatever news comes", async () => {
    const document = enterDocument();
    const host = { docker: "reachable", incidents: [{ id: "gpu-1", message: "GPU 1 fell off the bus.", mend: "Recreate.", since: "2026-03-04T12:00:00Z", deployments: [1] }] };
    const asked = [];
    let finish;
    const update = (docker = "reachable") => updateIncidents({ ...state, host: { ...host, docker } }, (names) => {
        asked.push(names);
        return new Promise((resolve) => { finish = resolve; });
    });
    update();
    const button = document.querySelector("#incidents").children[0].querySelector("button");
    button.click();
    assert.deepEqual([asked, button.disabled], [[["mine"]], true]);
    update();
    assert.equal(button.disabled, true);
    update("unreachable");
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(button.disabled, true, "Docker is away by now");
    update();
    assert.equal(button.disabled, false);
    leaveDocument();
});
