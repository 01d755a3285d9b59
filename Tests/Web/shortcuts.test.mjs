import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { commandOf } = await page("shell/shortcuts.js");

const reading = { isTyping: false, isDialogOpen: false, isInMenu: false, isInList: true };
const keys = [["/", "search"], ["n", "new"], ["j", "next"], ["ArrowDown", "next"], ["k", "previous"], ["ArrowUp", "previous"], ["Enter", "open"], ["?", "help"], ["x", null]];

for (const [key, command] of keys) test(`“${key}” means ${command ?? "nothing"}`, () => assert.equal(commandOf({ key }, reading), command));

test("on other pages only what makes sense there", () => {
    const elsewhere = keys.map(([key]) => commandOf({ key }, { ...reading, isInList: false })).filter(Boolean);
    assert.deepEqual(elsewhere, ["new", "help"]);
});

test("no key means anything while one types, a dialog is open, or an open menu has the focus", () => {
    for (const [key] of keys) {
        assert.equal(commandOf({ key }, { ...reading, isTyping: true }), null);
        assert.equal(commandOf({ key }, { ...reading, isDialogOpen: true }), null);
        assert.equal(commandOf({ key }, { ...reading, isInMenu: true }), null);
    }
});

for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
    test(`with ${held} a key is the browser's`, () => assert.equal(commandOf({ key: "n", [held]: true }, reading), null));
}
