import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { alike } = await page("list/alike.js");
const { commonStep } = await page("bulk/failure_groups.js");

const failure = { code: "index_unreachable", message: "pip could not reach the package index.", hint: "Try again.", step: "install" };
const failed = (name, differences = {}) => anApp({ name, state: "failed", failure: { ...failure, ...differences } });
const many = (count, differences = {}) => Array.from({ length: count }, (_, index) => failed(`app-${index}-${differences.message ?? ""}`, differences));
const sizes = (apps) => [...alike(apps).values()].map(({ length }) => length);

for (const [title, apps, expected] of [
    ["sixty apps with one failure are one group", many(60), [60]],
    ["four are not", many(4), []],
    ["another sentence is another group", [...many(5), ...many(6, { message: "The disk is full." })], [5, 6]],
    ["so is another way to mend it", [...many(4), ...many(4, { action: { kind: "use_installer", installer: "pip", label: "Install with pip" } })], []],
    ["the lines of each log may differ", many(5).map((app, index) => ({ ...app, failure: { ...failure, lines: [`line ${index}`] } })), [5]],
    ["an app that runs again is in none", [...many(4), anApp({ failure })], []],
    ["nor is one without a reason", Array.from({ length: 5 }, () => anApp({ state: "failed" })), []],
]) {
    test(title, () => assert.deepEqual(sizes(apps), expected));
}

test("a group is mended as each of its apps would be", () => {
    assert.deepEqual(commonStep(many(5)), { action: "redeploy", word: "Try again", isPrimary: true });
    const action = { kind: "use_installer", installer: "pip", label: "Install with pip" };
    assert.deepEqual(commonStep(many(5, { action })), { action: "mend", word: "Install with pip", isPrimary: true });
});

test("a secret is asked for app by app", () => {
    assert.equal(commonStep(many(5, { action: { kind: "add_secret", name: "HF_TOKEN", label: "Add HF_TOKEN" } })), null);
});
