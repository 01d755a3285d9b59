import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { packageWords, requirementWords } = await page("app/app_page.js");

test("an app says how much of its packages others use too", () => {
    assert.equal(packageWords({ shared_bytes: 6.1e9, own_bytes: 34e6 }), "6.1 GB shared with other apps, 34 MB of its own");
});

const requirements = [
    [{}, "found in the repository"],
    [{ requirements_file: "docker/requirements.txt" }, "docker/requirements.txt"],
    [{ requirements_file: "", extra_requirements: ["gradio"] }, "no file; with gradio"],
    [{ extra_requirements: ["Pillow>=10"], skip_requirements: ["a==1", "b"] }, "found in the repository; with Pillow>=10; without a==1, b"],
];

for (const [settings, words] of requirements) {
    test(`the settings say what is installed: ${words}`, () => assert.equal(requirementWords(anApp(settings)), words));
}
