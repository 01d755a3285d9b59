import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { fitWords } = await page("onboarding/app_form.js");

for (const [title, fit, words] of [
    ["what fits says where", { fits: true, why: "GPU 1: 24052 MiB free, no other apps", position: null },
        "Fits on GPU 1: 24052 MiB free, no other apps"],
    ["what has to wait says who is in the way and at which place", { fits: false, why: "needs 18 GiB; GPU 1 has 11 GiB free", position: 2 },
        "Needs 18 GiB; GPU 1 has 11 GiB free. It would be queued at position 2."],
    ["what never fits says so without its code", { fits: false, why: "gpus_missing: this machine has 2 GPUs.", position: null },
        "This machine has 2 GPUs."],
]) {
    test(title, () => assert.equal(fitWords(fit), words));
}
