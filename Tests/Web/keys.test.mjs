import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { meaning } = await page("keys.js");

const reading = { isTyping: false, isDialogOpen: false };
const keys = [["/", "search"], ["n", "new"], ["j", "next"], ["ArrowDown", "next"], ["k", "previous"], ["ArrowUp", "previous"], ["Enter", "open"], ["?", "help"], ["x", null]];

for (const [key, command] of keys) test(`“${key}” means ${command ?? "nothing"}`, () => assert.equal(meaning({ key }, reading), command));

test("no key means anything while one types or a dialog is open", () => {
    for (const [key] of keys) {
        assert.equal(meaning({ key }, { ...reading, isTyping: true }), null);
        assert.equal(meaning({ key }, { ...reading, isDialogOpen: true }), null);
    }
});

for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
    test(`with ${held} a key is the browser's`, () => assert.equal(meaning({ key: "n", [held]: true }, reading), null));
}
