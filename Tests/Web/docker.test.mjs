import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { allow, AWAY, isDockerAway } = await page("shared/docker.js");
const { Problem } = await page("kit/api.js");
const { troubleWords } = await page("kit/poll.js");

/** As much of a button as is needed. */
const aButton = () => ({
    disabled: false, attributes: new Map(),
    getAttribute(name) { return this.attributes.get(name) ?? null; },
    setAttribute(name, value) { this.attributes.set(name, value); },
    removeAttribute(name) { this.attributes.delete(name); },
});

for (const [host, isAway] of [[null, false], [{ docker: "reachable" }, false], [{ docker: "unreachable" }, true]]) {
    test(`${JSON.stringify(host)}: Docker is ${isAway ? "" : "not "}away`, () => assert.equal(isDockerAway(host), isAway));
}

for (const [action, isBarred] of [
    ["start", true], ["stop", true], ["restart", true], ["redeploy", true], ["mend", true], ["rollback", true],
    ["settings", false], ["remove", false], ["renew", false], ["open", false],
]) {
    test(`without Docker “${action}” ${isBarred ? "waits" : "works"}`, () => {
        const button = aButton();
        allow(button, action, true);
        assert.deepEqual([button.disabled, button.getAttribute("title")], isBarred ? [true, AWAY] : [false, null]);
        allow(button, action, false);
        assert.deepEqual([button.disabled, button.getAttribute("title")], [false, null]);
    });
}

for (const [error, words] of [
    [new Problem(503, "Docker is not reachable."), "Docker is not reachable. Trying again…"],
    [new Problem(403, "Only operators see this."), "Only operators see this."],
    [new Problem(0, "The control center is unreachable."), "Reconnecting…"],
    [new TypeError("network"), "Reconnecting…"],
]) {
    test(`“${error.message}” is told as “${words}”`, () => assert.equal(troubleWords(error), words));
}
