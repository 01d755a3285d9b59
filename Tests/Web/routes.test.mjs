import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { parse } = await page("shared/routes.js");

const addresses = { "": "apps", "#/": "apps", "#/audit": "audit", "#/audit?app=demo": "audit", "#/capacity": "capacity", "#/system": "system", "#/unheard": "apps", "#main": null };

for (const [hash, view] of Object.entries(addresses)) {
    test(`${JSON.stringify(hash)} names ${view ?? "a place on the page, no view"}`, () => assert.equal(parse(hash).view, view));
}

const sections = {
    "#/apps/my-app": ["app", "my-app", "overview"],
    "#/apps/my-app/logs": ["app", "my-app", "logs"],
    "#/apps/my-app/usage": ["app", "my-app", "usage"],
    "#/apps/my-app/deployments": ["app", "my-app", "deployments"],
    "#/apps/my-app/unheard": ["app", "my-app", "overview"],
    "#/apps/My App": [null, undefined, undefined],
    "#/apps": ["apps", undefined, undefined],
};

for (const [hash, expected] of Object.entries(sections)) {
    test(`${hash} names ${expected[0] === "app" ? `the ${expected[2]} of ${expected[1]}` : "no app"}`, () => {
        const { view, name, section } = parse(hash);
        assert.deepEqual([view, name, section], expected);
    });
}

test("what follows the view are its parameters", () => {
    const { parameters } = parse("#/audit?actor=carol%40example.com&app=demo");
    assert.deepEqual([...parameters], [["actor", "carol@example.com"], ["app", "demo"]]);
});
