import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { failingPlaces, LogWindow, SHOWN, WAITING, search } = await page("app/log_window.js");

const line = (sequence, text = `line ${sequence}`) => ({ sequence, time: "2026-03-04T12:00:00Z", source: "app", text });
const lines = (first, last) => Array.from({ length: last - first + 1 }, (_, place) => line(first + place));
const sequences = (list) => [list[0]?.sequence, list.at(-1)?.sequence];

const aWindow = (count) => {
    const made = new LogWindow();
    made.take(lines(1, count), true);
    return made;
};

test("new lines come to the end of what one follows", () => {
    const log = aWindow(3);
    assert.deepEqual(log.take(lines(4, 5), true), { append: lines(4, 5), removeFirst: 0 });
    assert.deepEqual(sequences(log.shown), [1, 5]);
});

test("more than can be shown pushes the oldest out", () => {
    const log = aWindow(SHOWN);
    assert.equal(log.take(lines(SHOWN + 1, SHOWN + 7), true).removeFirst, 7);
    assert.equal(log.oldest, 8);
    assert.equal(log.shown.length, SHOWN);
});

test("of a flood only what will stay is shown at all", () => {
    const log = aWindow(10);
    const { append, removeFirst } = log.take(lines(11, 3 * SHOWN), true);
    assert.equal(removeFirst, 10);
    assert.deepEqual(sequences(append), [2 * SHOWN + 1, 3 * SHOWN]);
});

test("while reading further up, new lines are only counted", () => {
    const log = aWindow(10);
    assert.deepEqual(log.take(lines(11, 14), false), { append: [], removeFirst: 0 });
    assert.deepEqual([log.unseen, log.isAtEnd], [4, false]);
    assert.deepEqual(log.goToEnd().append, lines(11, 14));
    assert.deepEqual([log.unseen, log.isAtEnd], [0, true]);
});

test("held-back lines come before new ones, even at the end of the screen", () => {
    const log = aWindow(10);
    log.take(lines(11, 12), false);
    assert.deepEqual(log.take(lines(13, 13), true).append, []);
    assert.deepEqual(log.scrollDown().append, lines(11, 13));
});

test("scrolling down brings what waits in pages", () => {
    const log = aWindow(10);
    log.take(lines(11, 1010), false);
    assert.deepEqual(sequences(log.scrollDown().append), [11, 510]);
    assert.equal(log.unseen, 500);
    assert.deepEqual(sequences(log.scrollDown().append), [511, 1010]);
    assert.equal(log.isAtEnd, true);
});

test("older lines push the newest out, which wait below", () => {
    const log = new LogWindow();
    log.take(lines(1001, 1000 + SHOWN), true);
    assert.deepEqual(log.takeOlder(lines(501, 1000)), { prepend: lines(501, 1000), removeLast: 500 });
    assert.deepEqual([log.oldest, log.unseen, log.isAtEnd], [501, 0, false]);
    const { append, removeFirst } = log.goToEnd();
    assert.deepEqual([sequences(append), removeFirst], [[SHOWN + 501, SHOWN + 1000], 500]);
    assert.deepEqual(sequences(log.shown), [1001, 1000 + SHOWN]);
});

test("more than can wait is given up, and counted all the same", () => {
    const log = aWindow(10);
    log.take(lines(11, 11 + WAITING), false);
    assert.deepEqual([log.isCut, log.isAtEnd, log.unseen], [true, false, WAITING + 1]);
    log.take(lines(WAITING + 12, WAITING + 13), false);
    assert.equal(log.unseen, WAITING + 3);
    log.clear();
    assert.deepEqual([log.isCut, log.isAtEnd, log.shown], [false, true, []]);
});

test("a search finds every match from the top, ignoring case", () => {
    const found = search([line(1, "An error, an ERROR"), line(2, "none"), line(3, "error")], "Error", 10);
    assert.deepEqual(found.map(({ line: place, start, end }) => [place, start, end]), [[0, 3, 8], [0, 13, 18], [2, 0, 5]]);
});

test("a search looks at the text without its colours", () => {
    assert.deepEqual(search([line(1, "\x1b[31mer\x1b[1mror")], "error", 10), [{ line: 0, start: 0, end: 5 }]);
});

test("a search that finds too much keeps the newest", () => {
    assert.deepEqual(search([line(1, "aaaa"), line(2, "aaa")], "a", 4).map(({ line: place, start }) => [place, start]), [
        [0, 3], [1, 0], [1, 1], [1, 2],
    ]);
});

test("failing lines are found where they were written last, without their colours, cut or not", () => {
    const shown = [line(1, "ERROR: no"), line(2, "retry"), line(3, "  \x1b[31mERROR: no\x1b[0m"), line(4, "hint: pin it to 1.2")];
    assert.deepEqual(failingPlaces(shown, ["hint: pin …", "ERROR: no"]), [2, 3]);
});

test("failing lines that are not on screen have no place", () => assert.deepEqual(failingPlaces(lines(1, 3), ["ERROR"]), []));

test("nothing is found for nothing", () => assert.deepEqual(search(lines(1, 3), "", 10), []));
