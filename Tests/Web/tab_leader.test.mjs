// Tabs of one browser, with a lock and a channel that the tests see through.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { initialState, reduce, Store } = await page("shell/store.js");
const { decide, TabLeader, snapshot } = await page("shell/tab_leader.js");

const realNow = Date.now;
afterEach(() => {
    Date.now = realNow;
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A browser's lock of one name, and its channel. */
const aBrowser = () => {
    const queue = [];
    const channels = [];
    let holder = null;
    const grant = () => {
        if (holder || !queue.length) return;
        holder = queue.shift();
        holder.reign();
    };
    const request = (name, { steal }, reign) =>
        new Promise((resolve, reject) => {
            if (steal) {
                holder?.reject(new Error("stolen"));
                holder = null;
                queue.unshift({ reign, reject });
            } else queue.push({ reign, reject });
            grant();
        });
    const channel = () => {
        const own = new EventTarget();
        own.postMessage = (data) => channels.filter((other) => other !== own).forEach((other) => {
            const event = new Event("message");
            event.data = structuredClone(data);
            queueMicrotask(() => other.dispatchEvent(event));
        });
        channels.push(own);
        return own;
    };
    const close = () => {
        holder = null;
        grant();
    };
    return { locks: { request }, channel, close };
};

/** A browser tab; `lives` records each time it started polling, and from which revision. */
const aTab = (browser, parts = { locks: browser.locks, channel: browser.channel() }) => {
    const store = new Store();
    const lives = [];
    const poll = () => {
        const life = { from: store.state.revision, stopped: false, woken: 0 };
        lives.push(life);
        return { stop: () => (life.stopped = true), wake: () => (life.woken += 1) };
    };
    const leader = new TabLeader({ poll, dispatch: (message) => store.dispatch(message), state: () => store.state }, parts);
    leader.start();
    return { leader, store, lives };
};

const status = (revision, { full = false, apps = [] } = {}) => ({ type: "status", status: { instance: "i", revision, full, apps, removed: [] } });

test("of two tabs one asks, and the other sees all that it got", async () => {
    const browser = aBrowser();
    const [first, second] = [aTab(browser), aTab(browser)];
    first.leader.publish({ type: "me", me: aMember() });
    first.leader.publish(status(4, { full: true, apps: [anApp()] }));
    first.leader.publish(status(5, { apps: [anApp({ state: "stopped" })] }));
    await settle();
    assert.deepEqual([first.lives.length, second.lives.length], [1, 0]);
    assert.deepEqual(second.store.state, first.store.state);
    assert.equal(second.store.state.apps.get("diffusion").state, "stopped");
});

test("a new tab gets the known state", async () => {
    const browser = aBrowser();
    const first = aTab(browser);
    first.leader.publish(status(4, { full: true, apps: [anApp()] }));
    first.leader.publish({ type: "connection", connection: "reconnecting" });
    const second = aTab(browser);
    await settle();
    assert.deepEqual(second.store.state, first.store.state);
    assert.equal(second.store.state.connection, "reconnecting");
});

test("when the tab that asks is closed, the other goes on from the newest revision", async () => {
    const browser = aBrowser();
    const [first, second] = [aTab(browser), aTab(browser)];
    first.leader.publish(status(7, { full: true }));
    await settle();
    browser.close();
    assert.deepEqual(second.lives, [{ from: 7, stopped: false, woken: 0 }]);
});

test("a tab that missed something asks for all of it", async () => {
    const browser = aBrowser();
    const [first, second] = [aTab(browser), aTab(browser)];
    first.leader.publish(status(4, { full: true, apps: [anApp()] }));
    await settle();
    first.store.dispatch(status(5, { apps: [anApp({ name: "missed" })] }));
    first.leader.publish(status(6));
    await settle();
    await settle();
    assert.deepEqual([...second.store.state.apps.keys()], ["diffusion", "missed"]);
    assert.equal(second.store.state.revision, 6);
});

test("what any tab may have reaches the others, whichever asks for the rest", async () => {
    const browser = aBrowser();
    const tabs = [aTab(browser), aTab(browser), aTab(browser)];
    tabs[0].leader.publish({ ...status(4, { full: true }), status: { ...status(4, { full: true }).status, host: { docker: "reachable" } } });
    await settle();
    tabs[1].leader.share({ type: "host", host: { docker: "unreachable" } });
    await settle();
    assert.deepEqual(tabs.map(({ store }) => store.state.host?.docker), ["unreachable", "unreachable", "unreachable"]);
});

test("a tab that one looks at wakes the one that asks", async () => {
    const browser = aBrowser();
    const [first, second] = [aTab(browser), aTab(browser)];
    second.leader.wake();
    await settle();
    assert.equal(first.lives[0].woken, 1);
    assert.equal(second.lives.length, 0);
});

test("a tab that asks but is silent for too long is replaced, and follows from then on", async () => {
    const browser = aBrowser();
    const [first, second] = [aTab(browser), aTab(browser)];
    const start = Date.now();
    Date.now = () => start + 39_000;
    second.leader.watch();
    assert.equal(second.lives.length, 0);
    Date.now = () => start + 41_000;
    second.leader.watch();
    await settle();
    assert.equal(second.lives.length, 1);
    assert.ok(first.lives[0].stopped);
    second.leader.publish(status(9, { full: true }));
    await settle();
    assert.equal(first.store.state.revision, 9);
});

for (const [missing, parts] of [["locks", (browser) => ({ channel: browser.channel() })], ["a channel", (browser) => ({ locks: browser.locks, channel: null })]]) {
    test(`in a browser without ${missing} each tab asks`, () => {
        const browser = aBrowser();
        const tabs = [aTab(browser, parts(browser)), aTab(browser, parts(browser))];
        assert.deepEqual(tabs.map(({ lives }) => lives.length), [1, 1]);
    });
}

test("news are taken where they follow on, skipped where they are known, and asked for where some are missing", () => {
    const at = (revision, instance = "i") => ({ instance, revision });
    assert.equal(decide(at(4), status(5), at(4)), "apply");
    assert.equal(decide(at(5), status(5), at(4)), "skip");
    assert.equal(decide(at(3), status(5), at(4)), "resync");
    assert.equal(decide(at(9, "old"), status(5), at(4)), "resync");
    assert.equal(decide(at(9, "old"), status(1, { full: true }), at(4)), "apply");
    assert.equal(decide(at(4), status(5, { full: true }), {}), "apply");
    assert.equal(decide(at(5), status(5, { full: true }), {}), "skip");
});

test("a refused tab sends the refusal to others, and nothing of the old state", () => {
    const refusal = { title: "You are signed out", text: "" };
    const state = reduce(reduce(initialState, status(4, { full: true, apps: [anApp()] })), { type: "refused", refusal });
    assert.deepEqual(snapshot(state), [{ type: "refused", refusal }]);
    assert.deepEqual(snapshot(initialState), []);
});
