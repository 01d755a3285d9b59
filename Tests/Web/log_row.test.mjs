import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { plain, spans } = await page("app/log_row.js");

const texts = [
    ["a text without colours is one piece", "hello", [["hello", ""]]],
    ["an empty text has no piece", "", []],
    ["a colour lasts until it is reset", "\x1b[31mred\x1b[0m after", [["red", "sgr-fg-1"], [" after", ""]]],
    ["no parameter resets too", "\x1b[1mbold\x1b[m after", [["bold", "sgr-bold"], [" after", ""]]],
    ["several parameters add up", "\x1b[1;4;93;40mall", [["all", "sgr-bold sgr-underline sgr-fg-3 sgr-bg-0"]]],
    ["22 ends bold and dim alone", "\x1b[1;2;32ma\x1b[22mb", [["a", "sgr-bold sgr-dim sgr-fg-2"], ["b", "sgr-fg-2"]]],
    ["24, 39 and 49 end what they name", "\x1b[4;31;107ma\x1b[24;39;49mb", [["a", "sgr-underline sgr-fg-1 sgr-bg-7"], ["b", ""]]],
    ["a colour of 256 is left out with its parameters", "\x1b[38;5;1;4mx", [["x", "sgr-underline"]]],
    ["a colour of all is left out with its parameters", "\x1b[48;2;1;4;31;1mx", [["x", "sgr-bold"]]],
    ["pieces of one look are one", "a\x1b[3mb\x1b[mc", [["abc", ""]]],
    ["other sequences fall away", "a\x1b[2Jb\x1b[10;3Hc\x1bMd", [["abcd", ""]]],
    ["a sequence that is cut off falls away", "a\x1b[31", [["a", ""]]],
    ["other control characters fall away, tabs stay", "a\u0007b\tc\u009bd\x00", [["ab\tcd", ""]]],
    ["what looks like HTML stays text", "<b>\x1b[32m<i>", [["<b>", ""], ["<i>", "sgr-fg-2"]]],
];

for (const [title, text, expected] of texts) {
    test(title, () => {
        assert.deepEqual(spans(text).map((span) => [span.text, span.classes]), expected);
        assert.equal(plain(text), expected.map(([piece]) => piece).join(""));
    });
}

test("a long line without an end of its sequence is read in one pass", () => {
    // Processor time: other tests run beside this one.
    const began = process.cpuUsage();
    spans(`\x1b[${"1;".repeat(200_000)}`);
    spans("\x1b[31m".repeat(100_000));
    assert.ok(process.cpuUsage(began).user < 1_000_000);
});
