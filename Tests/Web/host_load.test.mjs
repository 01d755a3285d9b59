// How often the load is asked for, under a clock that the tests move.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { page } from "./page.mjs";

const { HostLoad, INTERVAL } = await page("shell/host_load.js");

const realNow = Date.now;
let now;
let isSeen;
let asked;
let told;
let answer;
let load;

beforeEach(() => {
    now = 1000;
    Date.now = () => now;
    [isSeen, asked, told] = [true, 0, []];
    answer = async () => "host";
    const ask = () => {
        asked += 1;
        return answer();
    };
    load = new HostLoad({ ask, tell: (host) => told.push(host), isSeen: () => isSeen });
});

afterEach(() => {
    Date.now = realNow;
});

/** As often as the page looks. @param {number} seconds */
const pass = async (seconds) => {
    for (let second = 0; second < seconds; second += 1) {
        now += 1000;
        await load.look();
    }
};

test("a tab that is seen asks five times a minute", async () => {
    await pass(60);
    assert.deepEqual([asked, told.length], [60_000 / INTERVAL, 60_000 / INTERVAL]);
});

test("a tab that is not seen asks nothing, and at once when it is seen again", async () => {
    isSeen = false;
    await pass(600);
    assert.equal(asked, 0);
    isSeen = true;
    await load.look();
    assert.equal(asked, 1);
});

test("news of the machine that came otherwise put the next question off", async () => {
    for (let turn = 0; turn < 6; turn += 1) {
        await pass(10);
        load.heard();
    }
    assert.equal(asked, 0);
});

test("after a failure it rests as long as after an answer", async () => {
    answer = () => Promise.reject(new Error("down"));
    await pass(60);
    assert.deepEqual([asked, told], [60_000 / INTERVAL, []]);
});
