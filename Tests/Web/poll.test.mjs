// The poll loop under a clock that the tests move: `setTimeout` is replaced, so that a pause ends when a test says so.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { page } from "./page.mjs";

const { Poll } = await page("kit/poll.js");

const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, random: Math.random };
/** The pauses that were asked for, the newest last, and how to end the newest. */
let pauses;
let endPause;

beforeEach(() => {
    pauses = [];
    endPause = null;
    globalThis.window = new EventTarget();
    globalThis.document = Object.assign(new EventTarget(), { hidden: false });
    globalThis.setTimeout = (done, milliseconds) => {
        pauses.push(milliseconds);
        endPause = done;
        return pauses.length;
    };
    globalThis.clearTimeout = () => {};
    Math.random = () => 0.5;
});

afterEach(() => {
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
    Math.random = real.random;
    delete globalThis.window;
    delete globalThis.document;
});

/** Lets everything that waits for nothing but its turn have it. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A poll whose answers are given out one by one. */
const polled = () => {
    const asked = [];
    const troubles = [];
    const poll = new Poll(
        (signal) => new Promise((resolve, reject) => asked.push({ signal, answer: resolve, fail: reject })),
        (error) => troubles.push(error.message),
    );
    return { poll, asked, troubles };
};

test("it asks again as soon as it has an answer, without a pause", async () => {
    const { poll, asked } = polled();
    poll.start();
    asked[0].answer();
    await settle();
    assert.equal(asked.length, 2);
    assert.deepEqual(pauses, []);
    poll.stop();
});

test("each failure doubles the pause up to ten seconds, and is reported", async () => {
    const { poll, asked, troubles } = polled();
    poll.start();
    for (let count = 1; count <= 7; count += 1) {
        asked.at(-1).fail(new Error(`down ${count}`));
        await settle();
        assert.equal(asked.length, count, "it rests before it asks again");
        endPause();
        await settle();
    }
    assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    assert.deepEqual(troubles.slice(0, 2), ["down 1", "down 2"]);
    poll.stop();
});

test("an answer makes the next pause short again", async () => {
    const { poll, asked } = polled();
    poll.start();
    for (const outcome of ["fail", "fail", "answer", "fail"]) {
        asked.at(-1)[outcome](new Error("down"));
        await settle();
        if (outcome === "fail") endPause();
        await settle();
    }
    assert.deepEqual(pauses, [500, 1000, 500]);
    poll.stop();
});

test("pauses differ by a quarter to either side, so that pages do not come back all at once", async () => {
    for (const [random, pause] of [[0, 375], [1, 625]]) {
        Math.random = () => random;
        const { poll, asked } = polled();
        poll.start();
        asked[0].fail(new Error("down"));
        await settle();
        assert.equal(pauses.at(-1), pause);
        poll.stop();
    }
});

for (const event of ["online", "focus", "pageshow"]) {
    test(`“${event}” ends the pause`, async () => {
        const { poll, asked } = polled();
        poll.start();
        asked[0].fail(new Error("down"));
        await settle();
        window.dispatchEvent(new Event(event));
        await settle();
        assert.equal(asked.length, 2);
        poll.stop();
    });
}

test("a page that is seen again asks at once, one that is hidden goes on resting", async () => {
    const { poll, asked } = polled();
    poll.start();
    asked[0].fail(new Error("down"));
    await settle();
    document.hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    assert.equal(asked.length, 1);
    document.hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    assert.equal(asked.length, 2);
    poll.stop();
});

test("stopping aborts the current request, reports no error and sends no more", async () => {
    const { poll, asked, troubles } = polled();
    poll.start();
    poll.stop();
    assert.ok(asked[0].signal.aborted);
    asked[0].fail(asked[0].signal.reason);
    await settle();
    assert.deepEqual([asked.length, troubles.length, pauses.length], [1, 0, 0]);
});

test("stopping during a pause sends no more requests, even when the page returns", async () => {
    const { poll, asked } = polled();
    poll.start();
    asked[0].fail(new Error("down"));
    await settle();
    poll.stop();
    window.dispatchEvent(new Event("focus"));
    await settle();
    assert.equal(asked.length, 1);
});
