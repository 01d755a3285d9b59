import assert from "node:assert/strict";
import { test } from "node:test";
import { aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { quotaWords } = await page("onboarding/onboarding.js");
const { isOperator, mayAdd, mayChange } = await page("shared/permissions.js");
const { emptyWords } = await page("shell/account.js");
const { refusalWords } = await page("shell/live_status.js");

const ours = anApp({ owner: "alice" });
const others = anApp({ owner: "bob", shared_with: ["alice", "@ml"] });

const allowed = [
    ["user not known yet", null, { operator: false, add: false, ours: false, others: false }],
    ["a viewer", aMember({ role: "viewer" }), { operator: false, add: false, ours: false, others: false }],
    ["a member", aMember(), { operator: false, add: true, ours: true, others: false }],
    ["an operator", aMember({ role: "operator" }), { operator: true, add: true, ours: true, others: true }],
];

for (const [title, me, may] of allowed) {
    test(`${title} may do this and no more: ${JSON.stringify(may)}`, () => {
        assert.deepEqual(
            { operator: isOperator(me), add: mayAdd(me), ours: mayChange(me, ours), others: mayChange(me, others) }, may);
    });
}

const quota = (differences) => aMember({ quota: { ...aMember().quota, ...differences } });

const used = [
    ["unlimited things are left out", aMember(), "You use 2 of 10 apps."],
    ["every limit is shown", quota({
        gpus: { used: 1, limit: 2 }, memory_gib: { used: 8, limit: 64 }, disk_gib: { used: 3.24, limit: 100 },
    }), "You use 2 of 10 apps, 1 of 2 GPUs, 8 of 64 GiB of memory, 3.2 of 100 GiB of disk."],
    ["one is singular", quota({ apps: { used: 0, limit: 1 } }), "You use 0 of 1 app."],
    ["without any limit nothing is said", quota({ apps: { used: 2, limit: null } }), ""],
    ["who is not known has no quota", null, ""],
];

for (const [title, me, text] of used) {
    test(title, () => assert.deepEqual(quotaWords(me), { text, isUsedUp: false }));
}

test("a used-up quota says what to do", () => {
    assert.deepEqual(quotaWords(quota({ apps: { used: 10, limit: 10 } })), {
        text: "You use 10 of 10 apps. Remove an app before you add another.", isUsedUp: true,
    });
});

test("an empty page tells viewers under which names apps can be shared with them, and offers nothing to add", () => {
    assert.equal(
        emptyWords(aMember({ role: "viewer" })).text,
        "Apps appear here as soon as their owners share them with “alice” or one of your groups (ml).");
    assert.equal(
        emptyWords(aMember({ role: "viewer", groups: [] })).text, "Apps appear here as soon as their owners share them with “alice”.");
});

test("an empty page speaks of a member's own apps, and of all to an operator", () => {
    assert.equal(emptyWords(aMember()).title, "You have no apps yet");
    assert.match(emptyWords(aMember()).text, /Apps that others share with you appear here too\.$/);
    assert.equal(emptyWords(aMember({ role: "operator" })).title, "No apps yet");
});

test("who is signed out learns how to sign in, and who has no role what the server says", () => {
    assert.equal(refusalWords({ status: 401, message: "Sign in first." }).text, "Reload this page to sign in.");
    assert.equal(refusalWords({ status: 403, message: "eve has no role." }).text, "eve has no role.");
});
