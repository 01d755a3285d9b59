import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { page } from "./page.mjs";

const { api, Problem } = await page("kit/api.js");

const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

/** Answers each request like this, and gives what was asked. @param {number} status @param {object} body */
const answering = (status, body) => {
    const asked = [];
    globalThis.fetch = async (path, options) => {
        asked.push({ path, ...options });
        return new Response(JSON.stringify(body), { status });
    };
    return asked;
};

test("a change names its media type and carries the header that no other site's form can send", async () => {
    const asked = answering(200, {});
    await api.change("demo", { port: 7861 });
    const [{ path, method, headers, body }] = asked;
    assert.deepEqual([path, method, body], ["/api/apps/demo", "PATCH", '{"port":7861}']);
    assert.deepEqual(headers, { "Content-Type": "application/json", "X-DCC": "page" });
});

test("filters that are empty are left out, others are spelled so that nothing of them is lost", async () => {
    const asked = answering(200, { entries: [], next: null });
    await api.audit({ actor: "a&b=c", app: "", action: "" }, 12, new AbortController().signal);
    assert.equal(asked[0].path, "/api/audit?actor=a%26b%3Dc&before=12");
    assert.equal(api.auditFile({ actor: "", app: "demo", action: "" }, "csv"), "/api/audit?app=demo&format=csv&limit=1000");
});

test("a refusal says all that the server said", async () => {
    answering(403, { detail: "This exceeds your quota.", errors: [{ field: "gpus", code: "quota_gpus", message: "The limit is 2." }] });
    await assert.rejects(api.act("demo", "start"), (problem) => {
        assert.ok(problem instanceof Problem);
        assert.deepEqual([problem.status, problem.words], [403, "This exceeds your quota. The limit is 2."]);
        return true;
    });
});

test("an answer that is no problem document is described by its status", async () => {
    answering(502, null);
    await assert.rejects(api.me(), { status: 502, message: "The server answered 502.", words: "The server answered 502." });
});

test("a server that is not reached is a problem without a status", async () => {
    globalThis.fetch = async () => { throw new TypeError("fetch failed"); };
    await assert.rejects(api.me(), { status: 0, message: "The control center is unreachable." });
});
