import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { newApp } = await page("onboarding/form_values.js");
const { limits } = await page("onboarding/rules.js");
const { valuesOfTemplate } = await page("onboarding/templates.js");

const template = {
    id: "comfyui", title: "ComfyUI", description: "Node-based image generation", name: null,
    settings: {
        repository: "https://github.com/Comfy-Org/ComfyUI", start_command: "python main.py", port: 8188, gpus: 1, memory_gib: 16,
        system_packages: ["git"], models: ["checkpoints"],
    },
    environment: [{ name: "BATCH", label: "Batch size", help: null, type: "number", default: "4", min: 1, max: 64, required: true }],
};

test("a template fills in the form, which asks for just that", () => {
    const { environment, ...values } = valuesOfTemplate(template);
    assert.equal(environment[0].spec.label, "Batch size");
    const variables = environment.map(({ name, value, secret }) => ({ name, value, secret }));
    assert.deepEqual(newApp({ ...values, environment: variables, repository_token: "" }), {
        name: "comfyui", repository: "https://github.com/Comfy-Org/ComfyUI", start_command: "python main.py", port: 8188, gpus: 1, memory_gib: 16,
        system_packages: ["git"], models: ["checkpoints"], environment: [{ name: "BATCH", value: "4", secret: false }],
    });
});

const rules = [
    [{ type: "number", min: 1, max: 64 }, ["1", "64", ""], ["0", "65", "1.5", "many"]],
    [{ type: "number", max: null }, ["-1", "70000"], ["1e3"]],
    [{ type: "boolean" }, ["true", ""], ["yes"]],
    [{ type: "text", required: true, max_length: 3 }, ["é", "abc"], ["", "éé"]],
    [{ type: "choice", choices: ["fast", "slow"] }, ["fast", ""], ["medium"]],
];

for (const [spec, fine, wrong] of rules) {
    const rule = limits({ name: "BATCH", ...spec });
    test(`a variable with ${JSON.stringify(spec)} takes ${fine.join(" and ") || "nothing"}`, () => {
        for (const value of fine) assert.equal(rule(value), "", value);
    });
    test(`a variable with ${JSON.stringify(spec)} refuses ${wrong.join(" and ") || "nothing"} in a sentence`, () => {
        for (const value of wrong) assert.match(rule(value), /^[A-Z].*\.$/, value);
    });
}
