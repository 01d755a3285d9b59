import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { changesOf } = await page("operators/audit.js");

test("of the values before and after only the differences are shown", () => {
    const detail = { before: { port: 7860, gpus: 1, branch: null }, after: { port: 7861, gpus: 1, branch: "main" } };
    assert.deepEqual(changesOf(detail), [
        { name: "port", before: "7860", after: "7861" },
        { name: "branch", before: "not set", after: "main" },
    ]);
});

test("a value with nothing before it is shown without a change", () => {
    assert.deepEqual(changesOf({ after: { start_command: "python app.py", shared_with: ["bob", "@ml"] } }), [
        { name: "start command", before: null, after: "python app.py" },
        { name: "shared with", before: null, after: "bob, @ml" },
    ]);
});

test("what is gone afterwards became nothing", () => {
    assert.deepEqual(changesOf({ before: { shared_with: ["bob"] }, after: {} }), [{ name: "shared with", before: "bob", after: "not set" }]);
    assert.deepEqual(changesOf({ before: { shared_with: ["bob"] }, after: { shared_with: [] } }), [
        { name: "shared with", before: "bob", after: "not set" },
    ]);
});

test("each variable is shown by name, and a secret without its value", () => {
    const secret = (value) => ({ name: "HF_TOKEN", value, secret: true });
    const detail = {
        before: { environment: [{ name: "MODE", value: "slow", secret: false }] },
        after: { environment: [{ name: "MODE", value: "fast", secret: false }, secret(null)] },
    };
    assert.deepEqual(changesOf(detail), [
        { name: "environment MODE", before: "slow", after: "fast" },
        { name: "environment HF_TOKEN", before: "not set", after: "secret" },
    ]);
});

test("other details are shown with their path", () => {
    assert.deepEqual(changesOf({ code: "not_yours", receipt: { host_port: 20001 } }), [
        { name: "code", before: null, after: "not_yours" },
        { name: "receipt host port", before: null, after: "20001" },
    ]);
});

test("secrets that changed are named, when any did", () => {
    const same = { environment: [{ name: "HF_TOKEN", value: null, secret: true }] };
    assert.deepEqual(changesOf({ before: same, after: same, changed_secrets: ["HF_TOKEN"] }), [
        { name: "changed secrets", before: null, after: "HF_TOKEN" },
    ]);
    assert.deepEqual(changesOf({ before: same, after: same, changed_secrets: [] }), []);
});

test("without details nothing is shown", () => {
    assert.deepEqual(changesOf({}), []);
    assert.deepEqual(changesOf({ before: null, after: null }), []);
});
