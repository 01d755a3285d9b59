import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { effectWords } = await page("onboarding/settings.js");

const cases = [
    ["nothing", "running", "No changes yet.", null],
    ["at once", "running", "Takes effect immediately.", null],
    ["restart", "running", "Takes effect at the next restart or deployment.", "restart"],
    ["restart", "stopped", "Takes effect when the app starts.", null],
    ["restart", "installing", "Takes effect at the next restart or deployment.", null],
    ["restart", "failed", "Takes effect at the next restart or deployment.", "redeploy"],
    ["redeploy", "running", "Takes effect at the next deployment, which fetches the repository again.", "redeploy"],
    ["redeploy", "failed", "Takes effect at the next deployment, which fetches the repository again.", "redeploy"],
    ["redeploy", "cloning", "Takes effect at the next deployment, which fetches the repository again.", null],
];

for (const [effect, state, words, action] of cases) {
    test(`what takes effect by ${effect} in a ${state} app offers ${action ?? "no more than saving"}`, () => {
        assert.deepEqual(effectWords(effect, state), { words, action });
    });
}
