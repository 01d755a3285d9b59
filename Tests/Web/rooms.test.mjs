import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { once, room } = await page("kit/rooms.js");

/** Stylesheet and markup of a room, with what happened to them. */
const aPage = () => {
    const done = [];
    return {
        done,
        style: async () => done.push("style"),
        markup: async () => (done.push("markup"), ["section"]),
        place: (elements) => done.push(`place ${elements}`),
    };
};

test("work that ended well is done once, also when asked for twice at once", async () => {
    let count = 0;
    const work = once(async () => (count += 1));
    assert.deepEqual(await Promise.all([work(), work()]), [1, 1]);
    assert.equal(await work(), 1);
});

test("work that failed is done again", async () => {
    let count = 0;
    const work = once(async () => {
        count += 1;
        if (count === 1) throw new Error("offline");
        return count;
    });
    await assert.rejects(work(), /offline/);
    assert.equal(await work(), 2);
});

test("a room's style and markup are there before its code makes anything", async () => {
    const part = aPage();
    const open = room("app", async () => "modules", (modules) => part.done.push(`furnish ${modules}`), part);
    await open();
    assert.deepEqual(part.done, ["style", "markup", "place section", "furnish modules"]);
});

test("a room whose modules fail is not furnished, and what was loaded is not loaded again", async () => {
    const part = aPage();
    let isOnline = false;
    const modules = async () => {
        if (!isOnline) throw new Error("offline");
        return "modules";
    };
    const open = room("app", modules, (made) => part.done.push(`furnish ${made}`), part);
    await assert.rejects(open(), /offline/);
    assert.deepEqual(part.done, ["style", "markup"]);
    isOnline = true;
    await open();
    assert.deepEqual(part.done, ["style", "markup", "place section", "furnish modules"]);
});
