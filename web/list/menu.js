// The keys of an open menu.

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

/** The place to go to, around the ends; null for another key. `at` is -1 outside the items. */
export const placeAfter = (key, at, count) => {
	if (key === "Home") return 0;
	if (key === "End") return count - 1;
	const by = MOVES[key];
	if (!by || count === 0) return null;
	return at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
};

export const moveInMenu = (menu, event) => {
	const items = [...menu.querySelectorAll(".menu-items button:not([hidden], :disabled)")];
	const to = placeAfter(event.key, items.indexOf(document.activeElement), items.length);
	if (to === null) return;
	event.preventDefault();
	items[to].focus();
};
