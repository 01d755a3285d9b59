import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Element, enterDocument, leaveDocument } from "./elements.mjs";
import { page } from "./page.mjs";

beforeEach(() => { enterDocument(); });
afterEach(leaveDocument);

const { RepositoryField } = await page("onboarding/repository_field.js");
await page("forges/pasted.js");

const PAGE = "https://github.com/o/x/tree/dev";

test("a form that is emptied knows nothing of the repository that was in it", async () => {
    const input = new Element();
    const values = new Map();
    const form = { input: () => input, values: { branch: "dev" }, set: (name, value) => { values.set(name, value); if (name === "repository") input.value = value; } };
    const element = new Element();
    const field = new RepositoryField(element, form);
    const paste = async (text) => {
        values.clear();
        input.value = text;
        input.dispatchEvent(Object.assign(new Event("input"), { inputType: "insertFromPaste" }));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return values.get("branch");
    };
    assert.equal(await paste(PAGE), "dev");
    field.reset();
    values.clear();
    assert.equal(element.querySelector("[data-taken]").textContent, "");
    // Of another app, whose branch has the same name.
    input.value = "https://github.com/o/other";
    input.dispatchEvent(new Event("change"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(values.get("branch"), undefined, "no branch of the form before is taken away");
    assert.equal(await paste(PAGE), "dev");
});
