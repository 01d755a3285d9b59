import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { alike } = await page("list/alike.js");
const { commonStep, FailureGroups } = await page("bulk/failure_groups.js");

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

/** The groups of a page, and what they asked for. `finish` ends what was asked for last. */
const opened = (...groups) => {
    const asked = [];
    const shown = { groups: new Map(groups) };
    const update = () => shown.page.update(shown.groups, { me: aMember(), isAway: false });
    shown.page = new FailureGroups((...request) => {
        asked.push(request);
        return new Promise((resolve) => { shown.finish = resolve; });
    }, update);
    update();
    return { shown, asked, update, cards: document.querySelector("#failures").children };
};

let document;
beforeEach(() => { document = enterDocument(); });
afterEach(leaveDocument);

test("a group is asked for once at a time, and its pressed button keeps the focus", async () => {
    const { shown, asked, update, cards } = opened(["a", many(5)]);
    const button = cards[0].querySelector("[data-step]");
    const isBarred = () => [button.getAttribute("aria-disabled"), button.disabled];
    button.click();
    button.click();
    update();
    assert.deepEqual([asked.length, ...isBarred()], [1, "true", false]);
    cards[0].querySelector("[data-remove]").click();
    shown.finish();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([asked.length, ...isBarred()], [1, null, false]);
    button.click();
    assert.equal(asked.length, 2);
});

for (const [title, before, after, where] of [
    ["the next group", ["a", "b", "c"], ["b", "c"], (cards) => cards[0]],
    ["the first app", ["a"], [], () => document.querySelector("#cards [data-app]")],
]) {
    test(`the focus of a group that goes moves to ${title}`, () => {
        const { shown, update, cards } = opened(...before.map((key) => [key, many(5)]));
        cards[0].querySelector("[data-step]").focus();
        shown.groups = new Map(after.map((key) => [key, many(5)]));
        update();
        assert.ok(where(cards).contains(document.activeElement));
    });
}

test("the focus stays where it is while its group does", () => {
    const { shown, update, cards } = opened(["a", many(5)], ["b", many(5)]);
    const button = cards[1].querySelector("[data-remove]");
    button.focus();
    shown.groups = new Map([["b", many(6)]]);
    update();
    assert.equal(document.activeElement, button);
});
