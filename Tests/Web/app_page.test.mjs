import assert from "node:assert/strict";
import { test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { AppPage, packageWords, requirementWords } = await page("app/app_page.js");

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

for (const [title, docker, user, words, isBarred] of [
    ["while Docker is away a page says why its buttons cannot be pressed", "unreachable", "alice", "Docker is unreachable. This works again when it is back.", true],
    ["it says nothing to somebody who has no buttons", "unreachable", "bob", "", true],
    ["nor while Docker is there", "reachable", "alice", "", false],
]) {
    test(title, () => {
        const document = enterDocument();
        const { setInterval } = globalThis;
        globalThis.setInterval = () => 0;
        const appPage = new AppPage(() => {});
        appPage.open({ name: "diffusion", section: "settings" });
        appPage.update({ revision: 1, refusal: null, me: aMember({ user }), host: { docker }, apps: new Map([["diffusion", anApp()]]) });
        const restart = document.querySelector("#app-head").querySelector('button[data-action="restart"]');
        assert.deepEqual([document.querySelector("#app-docker").textContent, restart.disabled], [words, isBarred]);
        assert.equal(restart.getAttribute("aria-describedby"), isBarred ? "app-docker" : null);
        globalThis.setInterval = setInterval;
        leaveDocument();
    });
}
