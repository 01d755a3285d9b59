import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { rules } = await page("onboarding/rules.js");
const { templates } = await page("onboarding/templates.js");

for (const { title, about, no_requirements, environment = [], ...values } of templates) {
    test(`${title} can be deployed as it is filled in`, () => {
        for (const [name, value] of Object.entries(values)) assert.equal(rules[name](value), "", `${name}: ${value}`);
        for (const { name, value } of environment) assert.equal(rules.variable_name(name) + rules.variable_value(value), "");
        assert.ok(about.length < 50, "one line");
    });

    test(`${title} listens on every address, at the port that is filled in`, () => {
        const all = `${values.start_command} ${environment.map(({ name, value }) => `${name}=${value}`).join(" ")}`;
        assert.match(all, /0\.0\.0\.0|--listen /);
        const named = /port (\d+)/.exec(values.start_command)?.[1] ?? values.port;
        assert.equal(named, values.port);
    });
}

test("no two have the same name", () => assert.equal(new Set(templates.map(({ name }) => name)).size, templates.length));
