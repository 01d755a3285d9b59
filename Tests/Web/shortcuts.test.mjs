import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { commandOf } = await page("shell/shortcuts.js");

const reading = { isTyping: false, isDialogOpen: false };
const keys = [["/", "search"], ["n", "new"], ["j", "next"], ["ArrowDown", "next"], ["k", "previous"], ["ArrowUp", "previous"], ["Enter", "open"], ["?", "help"], ["x", null]];

for (const [key, command] of keys) test(`“${key}” means ${command ?? "nothing"}`, () => assert.equal(commandOf({ key }, reading), command));

test("no key means anything while one types or a dialog is open", () => {
    for (const [key] of keys) {
        assert.equal(commandOf({ key }, { ...reading, isTyping: true }), null);
        assert.equal(commandOf({ key }, { ...reading, isDialogOpen: true }), null);
    }
});

for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
    test(`with ${held} a key is the browser's`, () => assert.equal(commandOf({ key: "n", [held]: true }, reading), null));
}
