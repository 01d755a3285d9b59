import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { summary } = await page("list/app_list.js");

const summaries = [
    [[], ""],
    [["running"], "1 app · 1 running"],
    [["stopped"], "1 app · 0 running"],
    [["running", "running", "stopped"], "3 apps · 2 running"],
    [["queued", "installing", "removing"], "3 apps · 0 running · 3 in progress"],
    [["failed"], "1 app · 0 running · 1 needs attention"],
    [["running", "cloning", "failed", "unhealthy"], "4 apps · 1 running · 1 in progress · 2 need attention"],
];

for (const [states, text] of summaries) {
    test(`${states.join(", ") || "nothing"}: “${text}”`, () => {
        assert.equal(summary(states.map((state) => anApp({ state }))), text);
    });
}
