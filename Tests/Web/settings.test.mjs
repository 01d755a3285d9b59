import assert from "node:assert/strict";
import { test } from "node:test";
import { Element, enterDocument, leaveDocument } from "./elements.mjs";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { valuesOf } = await page("onboarding/form_values.js");
const { effectWords, Settings } = await page("onboarding/settings.js");

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

/** The fields of an app's settings, none of which is wrong. */
const giveFields = (form) => {
    const names = Object.entries(valuesOf(anApp())).filter(([, value]) => typeof value === "string").map(([name]) => name);
    const fields = [...names, "repository_token"].map((name) => {
        const field = new Element();
        Object.assign(field.querySelector("input, select, textarea"), { name });
        form.found.set(`[name="${name}"]`, field.querySelector("input, select, textarea"));
        return field;
    });
    form.found.set('[aria-invalid="true"]', null);
    form.querySelectorAll = (selector) => (selector === ".field" ? fields : []);
};

test("an open dialog follows whether Docker is away, and what is being sent stays barred", async () => {
    const document = enterDocument();
    const fetch = globalThis.fetch;
    let answer;
    globalThis.fetch = (path, { method } = {}) =>
        (method === "PATCH" ? new Promise((resolve) => { answer = () => resolve(new Response("{}")); }) : Promise.resolve(new Response("{}")));
    const form = document.querySelector("#settings-form");
    giveFields(form);
    const settings = new Settings(() => {});
    const host = (docker) => ({ host: { docker, gpus: [] } });
    const said = () => [document.querySelector("#settings-docker").textContent, document.querySelector("#settings-apply").disabled];
    settings.open(anApp(), host("reachable").host);
    form.querySelector('[name="no_requirements"]').checked = true;
    settings.update(host("reachable"));
    assert.deepEqual(said(), ["", false]);
    settings.update(host("unreachable"));
    assert.deepEqual(said(), ["Docker is unreachable. This works again when it is back.", true]);
    settings.update(host("reachable"));
    assert.deepEqual(said(), ["", false]);
    form.dispatchEvent(Object.assign(new Event("submit"), { submitter: null }));
    settings.update(host("reachable"));
    assert.deepEqual([said()[1], document.querySelector("#settings-save").disabled], [true, true]);
    answer();
    while (document.querySelector("#settings-save").disabled) await new Promise((resolve) => setTimeout(resolve, 5));
    globalThis.fetch = fetch;
    leaveDocument();
});
