import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { changes, effect, newApp, valuesOf } = await page("onboarding/form_values.js");

const app = anApp({
    branch: "main",
    memory_gib: 16,
    shared_with: ["bob", "@ml"],
    environment: [{ name: "HF_HOME", value: "/app/hf", secret: false }, { name: "HF_TOKEN", value: null, secret: true }],
    has_repository_token: true,
});

/** The form as it was opened for the app above, with something else filled in. */
const filled = (differences = {}) => ({ ...valuesOf(app), repository_token: "", remove_token: false, ...differences });

const anOnboarding = (differences = {}) => ({
    ...valuesOf(anApp({ gpus: 0 })), repository: "https://github.com/owner/project", name: "project", repository_token: "", ...differences,
});

test("a new app asks for no more than was filled in", () => {
    assert.deepEqual(newApp(anOnboarding()), {
        name: "project", repository: "https://github.com/owner/project", start_command: "python app.py", port: 7860, gpus: 0,
    });
});

test("a new app without a port says so", () => assert.equal(newApp(anOnboarding({ port: "" })).port, null));

test("a new app asks for everything that was filled in", () => {
    const environment = [{ name: "HF_TOKEN", value: "hf_12345678", secret: true }];
    assert.deepEqual(
        newApp(anOnboarding({
            branch: "next", requirements_file: "extra.txt", gpus: "2", memory_gib: "8", shared_with: "bob, @ml", environment,
            repository_token: "ghp_1",
        })),
        {
            name: "project", repository: "https://github.com/owner/project", start_command: "python app.py", port: 7860, gpus: 2,
            branch: "next", requirements_file: "extra.txt", memory_gib: 8, shared_with: ["bob", "@ml"], environment,
            repository_token: "ghp_1",
        });
});

test("a new app shares GPUs only where that was chosen", () => {
    const shared = newApp(anOnboarding({ gpus: "1", gpu_sharing: "shared", gpu_memory_gib: "18", lease_hours: "24", idle_minutes: "30" }));
    assert.deepEqual([shared.gpu_sharing, shared.gpu_memory_gib, shared.lease_hours, shared.idle_minutes], ["shared", 18, 24, 30]);
    assert.equal("gpu_sharing" in newApp(anOnboarding({ gpus: "1" })), false);
});

test("a new app is built from its Dockerfile only where that was chosen", () => {
    const built = newApp(anOnboarding({ build: "dockerfile", start_command: "" }));
    assert.deepEqual([built.build, "start_command" in built], ["dockerfile", false]);
});

test("skipping installation sends an empty file name, even if one was typed", () => {
    assert.equal(newApp(anOnboarding({ no_requirements: true, requirements_file: "extra.txt" })).requirements_file, "");
    assert.equal(valuesOf(anApp({ requirements_file: "" })).no_requirements, true);
    assert.equal(valuesOf(anApp()).no_requirements, false);
});

test("a form that was opened and left as it was changes nothing", () => {
    assert.deepEqual(changes(app, filled()), {});
    assert.deepEqual(changes(anApp(), valuesOf(anApp())), {});
});

const edits = [
    ["the port", { port: "7861" }, { port: 7861 }],
    ["no port any more", { port: "" }, { port: null }],
    ["a command", { start_command: "python other.py" }, { start_command: "python other.py" }],
    ["no branch any more", { branch: "" }, { branch: null }],
    ["another requirements file", { requirements_file: "a.txt" }, { requirements_file: "a.txt" }],
    ["installing nothing", { no_requirements: true }, { requirements_file: "" }],
    ["a shared GPU", { gpus: "1", gpu_sharing: "shared", gpu_memory_gib: "18" }, { gpu_sharing: "shared", gpu_memory_gib: 18 }],
    ["a lease and auto-stop", { lease_hours: "24", idle_minutes: "30" }, { lease_hours: 24, idle_minutes: 30 }],
    ["the default memory", { memory_gib: "" }, { memory_gib: null }],
    ["no longer shared", { shared_with: "" }, { shared_with: [] }],
    ["shared as before, written differently", { shared_with: "bob  @ml" }, {}],
    ["system packages, written differently", { system_packages: "" }, {}],
    ["system packages", { system_packages: "ffmpeg\n git" }, { system_packages: ["ffmpeg", "git"] }],
    ["requirements", { extra_requirements: "Pillow>=10\n", skip_requirements: "a\nb" }, {
        extra_requirements: ["Pillow>=10"], skip_requirements: ["a", "b"],
    }],
    ["a Dockerfile that starts itself", { build: "dockerfile", start_command: "" }, { build: "dockerfile", start_command: "" }],
    ["the other installer", { installer: "pip" }, { installer: "pip" }],
    ["an image and a model folder", { image: "python:3.11", models: ["sd"] }, { image: "python:3.11", models: ["sd"] }],
    ["a user of the token", { repository_user: "deploy" }, { repository_user: "deploy" }],
    ["another token", { repository_token: "ghp_2" }, { repository_token: "ghp_2" }],
    ["no token any more, even if one was typed", { remove_token: true, repository_token: "ghp_2" }, { repository_token: "" }],
];

for (const [title, values, body] of edits) {
    test(`a change holds only what differs: ${title}`, () => assert.deepEqual(changes(app, filled(values)), body));
}

test("of variables all are sent when one differs, a secret that is kept without its value", () => {
    const environment = [...valuesOf(app).environment, { name: "MODE", value: "fast", secret: false }];
    assert.deepEqual(changes(app, filled({ environment })), { environment });
    assert.equal(environment[1].value, null);
});

const effects = [
    [{}, "nothing"],
    [{ shared_with: [] }, "at once"],
    [{ port: 1 }, "restart"],
    [{ environment: [], shared_with: [] }, "restart"],
    [{ branch: "x", port: 1 }, "redeploy"],
    [{ repository: "https://github.com/o/y" }, "redeploy"],
    [{ requirements_file: "" }, "redeploy"],
    [{ system_packages: [] }, "redeploy"],
    [{ installer: "pip" }, "redeploy"],
    [{ build: "python" }, "redeploy"],
    [{ models: [] }, "restart"],
    [{ repository_token: "x" }, "redeploy"],
];

for (const [body, when] of effects) {
    test(`changing ${Object.keys(body).join(" and ") || "nothing"} takes effect: ${when}`, () => assert.equal(effect(body), when));
}
