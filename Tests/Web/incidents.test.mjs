import assert from "node:assert/strict";
import { test } from "node:test";
import { aDeployment, aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { affected } = await page("list/host.js");

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
