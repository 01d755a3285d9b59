import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { parse } = await page("views.js");

const addresses = { "": "apps", "#/": "apps", "#/audit": "audit", "#/audit?app=demo": "audit", "#/unheard": "apps", "#main": null };

for (const [hash, view] of Object.entries(addresses)) {
    test(`${JSON.stringify(hash)} names ${view ?? "a place on the page, no view"}`, () => assert.equal(parse(hash).view, view));
}

test("what follows the view are its parameters", () => {
    const { parameters } = parse("#/audit?actor=carol%40example.com&app=demo");
    assert.deepEqual([...parameters], [["actor", "carol@example.com"], ["app", "demo"]]);
});
