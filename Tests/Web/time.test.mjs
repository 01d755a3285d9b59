import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "./examples.mjs";
import { page } from "./page.mjs";

const { elapsed, relative } = await page("words.js");
const start = "2026-03-04T12:00:00Z";

const ago = [
    [-30, "just now"], [0, "just now"], [9, "just now"], [10, "10 s ago"], [59, "59 s ago"], [60, "1 min ago"],
    [3599, "59 min ago"], [3600, "1 h ago"], [86_399, "23 h ago"], [86_400, "1 d ago"], [864_000, "10 d ago"],
];

for (const [seconds, text] of ago) {
    test(`${seconds} s later it happened “${text}”`, () => assert.equal(relative(start, after(seconds)), text));
}

const durations = [
    [-5, "0 s"], [0, "0 s"], [0.9, "0 s"], [59.9, "59 s"], [60, "1 min 0 s"], [125, "2 min 5 s"], [3600, "60 min 0 s"],
];

for (const [seconds, text] of durations) {
    test(`${seconds} s later it has taken ${text}`, () => assert.equal(elapsed(start, after(seconds)), text));
}
