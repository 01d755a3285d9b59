import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { placeAfter } = await page("list/menu.js");

for (const [key, at, to] of [
    ["ArrowDown", -1, 0], ["ArrowDown", 0, 1], ["ArrowDown", 2, 0], ["ArrowUp", -1, 2], ["ArrowUp", 0, 2], ["ArrowUp", 2, 1],
    ["Home", 2, 0], ["End", -1, 2], ["Tab", 0, null], ["j", 0, null],
]) {
    test(`${key} from item ${at} of a menu of three leads to ${to}`, () => assert.equal(placeAfter(key, at, 3), to));
}

test("an empty menu leads nowhere", () => assert.equal(placeAfter("ArrowDown", -1, 0), null));
