import assert from "node:assert/strict";
import { test } from "node:test";
import { aMember, anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { initialState, reduce, Store } = await page("shell/store.js");

const host = { docker: "reachable", gpus: [], base_image: "python" };
const receipt = { containers: 2, networks: 1, workspace_bytes: 4096, host_port: 20001 };

const status = (differences = {}) => ({
    type: "status",
    status: { instance: "one", revision: 2, full: false, apps: [], removed: [], ...differences },
});

const knowing = (...apps) => reduce(initialState, status({ full: true, apps, host }));

test("a full message replaces every app", () => {
    const before = knowing(anApp({ name: "old" }));
    const state = reduce(before, status({ full: true, apps: [anApp({ name: "new" })] }));
    assert.deepEqual([...state.apps.keys()], ["new"]);
});

test("a partial message replaces its app and keeps the other objects", () => {
    const before = knowing(anApp({ name: "still" }), anApp({ name: "moving", state: "installing" }));
    const state = reduce(before, status({ apps: [anApp({ name: "moving", state: "starting" })] }));
    assert.equal(state.apps.get("moving").state, "starting");
    assert.equal(state.apps.get("still"), before.apps.get("still"));
    assert.equal(before.apps.get("moving").state, "installing", "the state before is left as it was");
});

test("a removed app is gone and the others stay", () => {
    const before = knowing(anApp({ name: "gone" }), anApp({ name: "stays" }));
    const state = reduce(before, status({ removed: [{ name: "gone", receipt }] }));
    assert.deepEqual([...state.apps.keys()], ["stays"]);
});

test("an app removed and added again within one message is there", () => {
    const before = knowing(anApp({ name: "again", state: "running" }));
    const again = anApp({ name: "again", state: "queued" });
    const state = reduce(before, status({ apps: [again], removed: [{ name: "again", receipt }] }));
    assert.equal(state.apps.get("again"), again);
});

test("the removal of an app that was never seen changes nothing", () => {
    const before = knowing(anApp());
    const state = reduce(before, status({ removed: [{ name: "stranger", receipt }] }));
    assert.deepEqual([...state.apps.keys()], ["diffusion"]);
});

test("the host is kept when a message says nothing of it, and replaced when it does", () => {
    const before = knowing();
    assert.equal(reduce(before, status()).host, host);
    const unreachable = { ...host, docker: "unreachable" };
    assert.equal(reduce(before, status({ host: unreachable })).host, unreachable);
});

test("the host comes on its own too, but not after access was refused", () => {
    const host = { docker: "unreachable", gpus: [], base_image: "python" };
    const before = knowing(anApp());
    assert.deepEqual(reduce(before, { type: "host", host }), { ...before, host });
    assert.equal(reduce(initialState, { type: "host", host }), initialState);
});

test("an answer without news of apps leaves their map, so that no list is drawn again", () => {
    const before = knowing(anApp());
    assert.equal(reduce(before, status({ revision: 3, host })).apps, before.apps);
});

test("any news means that the line is live, and says where to go on from", () => {
    const lost = reduce(knowing(anApp()), { type: "connection", connection: "reconnecting" });
    const state = reduce(lost, status({ instance: "two", revision: 9 }));
    assert.equal(state.connection, "live");
    assert.deepEqual([state.instance, state.revision], ["two", 9]);
});

test("losing the line keeps what was known", () => {
    const before = knowing(anApp());
    const state = reduce(before, { type: "connection", connection: "reconnecting" });
    assert.deepEqual(state, { ...before, connection: "reconnecting" });
});

test("who one is stays known through the news", () => {
    const me = aMember();
    const state = reduce(reduce(knowing(anApp()), { type: "me", me }), status());
    assert.equal(state.me, me);
    assert.equal(state.apps.size, 1);
});

test("who is refused sees nothing more of what was known, and everything again when let in", () => {
    const before = reduce(knowing(anApp()), { type: "me", me: aMember() });
    const refusal = { title: "No access", text: "You have no role here." };
    const state = reduce(before, { type: "refused", refusal });
    assert.deepEqual(state, { ...initialState, refusal, connection: "live" });
    assert.equal(reduce(state, status({ full: true, apps: [anApp()] })).refusal, null);
});

test("listeners hear of each message with the state after and before it", () => {
    const store = new Store();
    const heard = [];
    store.subscribe((state, message, before) => heard.push([state, message, before]));
    const message = status({ full: true, apps: [anApp()] });
    store.dispatch(message);
    assert.deepEqual(heard, [[store.state, message, initialState]]);
    assert.equal(store.state.apps.size, 1);
});
