import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { diskWords, nameWords, peakWords, spareWords } = await page("operators/capacity.js");

const GIB = 2 ** 30;
for (const [peak, declared, words] of [
    [11 * GIB, 18 * GIB, "11 of 18 GiB"], [39 * GIB, null, "39 GiB"], [null, 8 * GIB, "unknown, of 8.0 GiB"], [null, null, "–"], [0, 16 * GIB, "0 MiB of 16 GiB"],
    [14 * 2 ** 20, 8 * GIB, "14 MiB of 8.0 GiB"], [14 * 2 ** 20, null, "14 MiB"],
]) {
    test(`a peak of ${peak} bytes of ${declared} is “${words}”`, () => assert.equal(peakWords(peak, declared), words));
}

for (const [bytes, words] of [[34e6, "34 MB"], [6.1e9, "6.1 GB"], [0, "0 B"], [null, "–"]]) {
    test(`disk space of ${bytes} bytes is “${words}”`, () => assert.equal(diskWords(bytes), words));
}

test("a removed app is marked", () => {
    assert.deepEqual([{ name: "demo", removed: false }, { name: "demo", removed: true }].map(nameWords), ["demo", "demo (removed)"]);
});

test("with nothing to reclaim, idle hours are not passed over", () => {
    const rule = "No app left its GPUs idle for most of an hour or more, or used less than half of the memory that it reserves.";
    assert.equal(spareWords([{ gpu_hours_idle: 0 }]), rule);
    assert.equal(spareWords([{ gpu_hours_idle: 0.4 }, { gpu_hours_idle: 1 }]), `${rule} Idle GPU hours of all apps: 1.4.`);
});
