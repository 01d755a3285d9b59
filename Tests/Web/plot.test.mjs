import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { moved, pathOf, timeTicks, timeWords, valueTicks, valueWords } = await page("charts/plot.js");

const GIB = 2 ** 30;
const axes = [
    [0, "percent", ["0 %", "0.5 %", "1 %"]],
    [100, "percent", ["0 %", "50 %", "100 %"]],
    [197, "percent", ["0 %", "50 %", "100 %", "150 %", "200 %"]],
    [1600, "percent", ["0 %", "500 %", "1000 %", "1500 %", "2000 %"]],
    [16 * GIB, "bytes", ["0 GiB", "5 GiB", "10 GiB", "15 GiB", "20 GiB"]],
    [1.5 * GIB, "bytes", ["0 GiB", "0.5 GiB", "1 GiB", "1.5 GiB"]],
    [999, "rate", ["0 B/s", "500 B/s", "1000 B/s"]],
    [1_800_000, "rate", ["0 MB/s", "0.5 MB/s", "1 MB/s", "1.5 MB/s", "2 MB/s"]],
];

for (const [most, kind, labels] of axes) {
    test(`an axis for ${most} in ${kind} reads ${labels.join(", ")}`, () => {
        assert.deepEqual(valueTicks(most, kind).map(({ label }) => label), labels);
    });
}

test("the topmost tick is never below the most, and ticks are as many as one reads at a glance", () => {
    for (const kind of ["percent", "bytes", "rate"]) {
        for (let most = 0.01; most < 1e15; most *= 1.37) {
            const ticks = valueTicks(most, kind);
            assert.ok((ticks.at(-1)?.value ?? 0) >= most * 0.998, `${most} ${kind}`);
            assert.ok(ticks.length >= 2 && ticks.length <= 6, `${ticks.length} ticks for ${most} ${kind}`);
        }
    }
});

test("a value has its unit, and what was not recorded is not nought", () => {
    assert.deepEqual([[11.5 * GIB, "bytes"], [3.2 * GIB, "bytes"], [0, "percent"], [null, "percent"]].map(([value, kind]) => valueWords(value, kind)),
        ["12 GiB", "3.2 GiB", "0 %", "no data"]);
    assert.deepEqual([0, 0.004, 0.005, 1].map((value) => valueWords(value, "cores")), ["0.00 cores", "<0.01 cores", "0.01 cores", "1.0 cores"]);
});

const x = (index) => index * 10;
const y = (value) => 100 - value;
for (const [title, values, path] of [
    ["a line goes through all that was recorded", [0, 50, 100], "M0.0 100.0h0L10.0 50.0L20.0 0.0"],
    ["a gap stays a gap", [0, null, null, 10, 20], "M0.0 100.0h0M30.0 90.0h0L40.0 80.0"],
    ["what stands alone is a dot", [null, 5, null], "M10.0 95.0h0"],
    ["without anything there is no path", [null, null], ""],
]) {
    test(title, () => assert.equal(pathOf(values, x, y), path));
}

const at = (...parts) => new Date(...parts).getTime();
const labels = (from, to, most) => timeTicks(from, to, most).map(({ label }) => label);

test("an hour has its ticks at round minutes of the reader's clock", () => {
    assert.deepEqual(labels(at(2026, 2, 4, 11, 7, 13), at(2026, 2, 4, 12, 7, 13), 5), ["11:15", "11:30", "11:45", "12:00"]);
});

test("a day has its ticks at round hours", () => {
    assert.deepEqual(labels(at(2026, 2, 4, 11, 7), at(2026, 2, 5, 11, 7), 4), ["12:00", "18:00", "00:00", "06:00"]);
});

test("a fortnight has its ticks at midnights, named by their day", () => {
    const ticks = timeTicks(at(2026, 1, 4, 11), at(2026, 1, 18, 11), 7);
    assert.deepEqual(ticks.map(({ at: time }) => new Date(time).getHours()), ticks.map(() => 0));
    assert.ok(ticks.length >= 3 && ticks.length <= 7);
    assert.match(ticks[0].label, /Feb/);
});

test("a year has its ticks where months begin", () => {
    const ticks = timeTicks(at(2025, 2, 4), at(2026, 2, 4), 6);
    assert.deepEqual(ticks.map(({ at: time }) => new Date(time).getDate()), ticks.map(() => 1));
    assert.deepEqual(ticks.map(({ label }) => label), ["Apr", "Jul", "Oct", "Jan"]);
});

test("a time is as precise as its series", () => {
    const noon = at(2026, 2, 4, 12, 5, 10);
    assert.equal(timeWords(noon, 10), "12:05:10");
    assert.equal(timeWords(noon, 60), "12:05");
    assert.match(timeWords(noon, 3600), /Mar.*, 12:05$|, 12:05$/);
});

for (const [key, from, to] of [
    ["ArrowLeft", 5, 4], ["ArrowRight", 5, 6], ["ArrowLeft", 0, 0], ["ArrowRight", 359, 359], ["Home", 5, 0], ["End", 5, 359],
    ["PageUp", 355, 359], ["PageDown", 355, 345], ["Tab", 5, null], ["a", 5, null],
]) {
    test(`${key} leads from point ${from} ${to === null ? "nowhere" : `to ${to}`}`, () => assert.equal(moved(from, key, 360), to));
}
