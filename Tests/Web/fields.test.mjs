import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { parseVariables } = await page("onboarding/fields.js");

const plain = (name, value) => ({ name, value, secret: false });

const pasted = [
    ["A=1", [plain("A", "1")]],
    ["A=1\nB=two words\r\n", [plain("A", "1"), plain("B", "two words")]],
    ["# a comment\n\nexport A=1", [plain("A", "1")]],
    [`A="1"\nB='2'\nC="3`, [plain("A", "1"), plain("B", "2"), plain("C", '"3')]],
    ["URL=https://example.com/?a=b", [plain("URL", "https://example.com/?a=b")]],
    ["A=", [plain("A", "")]],
    ["HF_HOME", []],
    ["A=1\nnot a variable", []],
    ["1A=1", []],
    ["", []],
];

for (const [text, variables] of pasted) {
    test(`${JSON.stringify(text)} holds ${variables.length} variables`, () => assert.deepEqual(parseVariables(text), variables));
}
