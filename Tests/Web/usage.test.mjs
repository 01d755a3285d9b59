import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { diskWords, peakWords } = await page("operators/capacity.js");

const GIB = 2 ** 30;
for (const [peak, declared, words] of [
    [11 * GIB, 18 * GIB, "11 of 18 GiB"], [39 * GIB, null, "39 GiB"], [null, 8 * GIB, "unknown, of 8.0 GiB"], [null, null, "–"], [0, 16 * GIB, "0.0 of 16 GiB"],
]) {
    test(`a peak of ${peak} bytes of ${declared} is “${words}”`, () => assert.equal(peakWords(peak, declared), words));
}

for (const [bytes, words] of [[34e6, "34 MB"], [6.1e9, "6.1 GB"], [0, "0 B"], [null, "–"]]) {
    test(`disk space of ${bytes} bytes is “${words}”`, () => assert.equal(diskWords(bytes), words));
}
