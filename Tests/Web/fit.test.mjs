import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { fitWords } = await page("onboarding/app_form.js");

for (const [title, fit, words] of [
    ["what fits says where", { fits: true, why: "GPU 1: 23 GiB free, no other apps", position: null },
        "Fits on GPU 1: 23 GiB free, no other apps"],
    ["what has to wait says what blocks it and its queue position",
        { fits: false, why: "needs 1 GPU (exclusive) with 18 GiB free; GPU 1 has 11 GiB free (other processes)", position: 2 },
        "Needs 1 GPU (exclusive) with 18 GiB free; GPU 1 has 11 GiB free (other processes). It would be queued at position 2."],
    ["what never fits says so without its code", { fits: false, why: "gpus_missing: this machine has 2 GPUs.", position: null },
        "This machine has 2 GPUs."],
]) {
    test(title, () => assert.equal(fitWords(fit), words));
}
