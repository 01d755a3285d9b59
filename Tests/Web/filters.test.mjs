import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { choose, readFilters } = await page("list/filters.js");
const { addressOf } = await page("shared/routes.js");

const none = { q: "", state: "", owner: "", sort: "" };
const apps = [
    anApp({ name: "voices", state: "running", owner: "alice", changed_at: "2026-03-04T12:00:00Z" }),
    anApp({ name: "comfy", state: "failed", owner: "bob", changed_at: "2026-03-05T12:00:00Z" }),
    anApp({ name: "diffusion", state: "installing", owner: "alice", changed_at: "2026-03-06T12:00:00Z" }),
    anApp({ name: "books", state: "stopped", owner: "carol", repository: "https://codeberg.org/owner/reader" }),
];
const names = (filters) => choose(apps, { ...none, ...filters }).shown.map(({ name }) => name);

const choices = [
    ["what needs a person comes first", {}, ["comfy", "diffusion", "voices", "books"]],
    ["by name", { sort: "name" }, ["books", "comfy", "diffusion", "voices"]],
    ["the newest change first", { sort: "newest" }, ["diffusion", "comfy", "books", "voices"]],
    ["by owner, then by name", { sort: "owner" }, ["diffusion", "voices", "comfy", "books"]],
    ["one group of states", { state: "attention" }, ["comfy"]],
    ["one owner", { owner: "alice" }, ["diffusion", "voices"]],
    ["a word of the name, in capitals too", { q: "COMF" }, ["comfy"]],
    ["every word has to be there", { q: "alice install" }, ["diffusion"]],
    ["a word of the repository", { q: "codeberg" }, ["books"]],
    ["filters narrow each other", { q: "o", owner: "alice", state: "running" }, ["voices"]],
    ["nothing that matches", { q: "nowhere" }, []],
];

for (const [title, filters, expected] of choices) test(title, () => assert.deepEqual(names(filters), expected));

test("each choice says how many apps it would show, given the other choices", () => {
    const { groups, owners } = choose(apps, { ...none, owner: "alice", state: "running" });
    assert.deepEqual(Object.fromEntries(groups), { "": 2, attention: 0, progress: 1, running: 1, stopped: 0 });
    assert.deepEqual(Object.fromEntries(owners), { alice: 1 });
});

test("an address gives back the filters that it was made of", () => {
    const filters = { q: "a b&c", state: "progress", owner: "bob", sort: "name" };
    assert.deepEqual(readFilters(new URLSearchParams(addressOf("", filters).slice(3))), filters);
    assert.equal(addressOf("", none), "#/");
});

test("unknown filters in an address are ignored", () => {
    assert.deepEqual(readFilters(new URLSearchParams("state=flying&sort=colour&other=1")), none);
});
