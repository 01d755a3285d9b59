import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { columnsOf, groupsOf } = await page("list/card_grid.js");

for (const [width, columns] of [[0, 1], [358, 1], [719, 1], [720, 2], [1376, 3], [1856, 5]]) {
    test(`${width} pixels hold ${columns} columns of 352`, () => assert.equal(columnsOf(width, 352), columns));
}

for (const [count, columns, sizes] of [[0, 3, []], [5, 3, [5]], [14, 3, [6, 6, 2]], [7, 1, [6, 1]], [22, 5, [10, 10, 2]], [15, 7, [7, 7, 1]]]) {
    test(`${count} cards in ${columns} columns make groups of ${sizes.join(", ") || "none"}`, () => {
        const cards = Array.from({ length: count }, (_, index) => index);
        const groups = groupsOf(cards, columns);
        assert.deepEqual(groups.map(({ length }) => length), sizes);
        assert.deepEqual(groups.flat(), cards);
    });
}
