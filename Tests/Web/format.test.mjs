import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "./examples.mjs";
import { page } from "./page.mjs";

const { elapsed, listed, ordinal, plural, relative, size, until } = await page("kit/format.js");
const { leaseWords } = await page("shared/app_status.js");
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

for (const [seconds, text] of [[-5, "0 s"], [59, "59 s"], [60, "1 min"], [61, "2 min"], [5400, "90 min"], [7200, "2 h"]]) {
    test(`it is ${text} until what comes in ${seconds} s`, () => assert.equal(until(new Date(after(seconds)).toISOString(), after(0)), text));
}

test("a lease says by the clock when it ends, and on which day if that is not today", () => {
    const noon = new Date(2026, 2, 4, 12);
    const at = (...time) => leaseWords({ lease_ends_at: new Date(2026, 2, ...time).toISOString() }, noon.getTime());
    assert.equal(at(4, 18, 5), "GPU until 18:05");
    assert.match(at(5, 9, 0), /^GPU until (?=.*Mar)(?=.*5).*, 09:00$/);
    assert.equal(leaseWords({ lease_ends_at: null }, noon.getTime()), "");
});

const sizes = {
    0: "0 B", 1: "1 B", 999: "999 B", 1000: "1.0 kB", 9949: "9.9 kB", 10_000: "10 kB", 12_345_678: "12 MB",
    1_500_000_000: "1.5 GB", 2_000_000_000_000: "2.0 TB", 5_000_000_000_000_000: "5000 TB",
};

for (const [bytes, text] of Object.entries(sizes)) {
    test(`${bytes} bytes are ${text}`, () => assert.equal(size(Number(bytes)), text));
}

test("one of a thing is singular, none and many are plural", () => {
    assert.deepEqual([0, 1, 2].map((count) => plural(count, "network")), ["0 networks", "1 network", "2 networks"]);
});

test("a place in line is an ordinal", () => {
    assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal), ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
});

test("names are listed with how many others there are", () => {
    assert.deepEqual([listed([], 0), listed(["a"], 0), listed(["a", "b"], 0), listed(["a", "b"], 3)], ["", "a", "a and b", "a, b and 3 more"]);
});
