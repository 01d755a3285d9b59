import { rank, stateWords } from "../shared/states.js";

export const GROUPS = [
	{ id: "", word: "All", kinds: [] },
	{ id: "attention", word: "Needs attention", kinds: ["failed", "attention", "unknown"] },
	{ id: "progress", word: "In progress", kinds: ["waiting", "working"] },
	{ id: "running", word: "Running", kinds: ["running"] },
	{ id: "stopped", word: "Stopped", kinds: ["stopped"] },
];

const ORDERS = {
	"": (a, b) => rank(a.state) - rank(b.state) || byName(a, b),
	name: (a, b) => byName(a, b),
	newest: (a, b) => compare(b.changed_at, a.changed_at) || byName(a, b),
	owner: (a, b) => compare(a.owner, b.owner) || byName(a, b),
};

/** Names are ASCII, where this is much faster than localeCompare. */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a, b) => compare(a.name, b.name);

export const readFilters = (parameters) => {
	const given = (name) => parameters.get(name) ?? "";
	const known = (value, values) => (values.includes(value) ? value : "");
	return {
		q: given("q"),
		state: known(given("state"), GROUPS.map(({ id }) => id)),
		owner: given("owner"),
		sort: known(given("sort"), Object.keys(ORDERS)),
	};
};

const matches = (app, words) => {
	if (words.length === 0) return true;
	const text = `${app.name} ${app.owner} ${app.repository} ${stateWords(app.state).word}`.toLowerCase();
	return words.every((word) => text.includes(word));
};

/** The apps to show, in order, and the count for each choice given the other filters. */
export const choose = (apps, { q, state, owner, sort }) => {
	const words = q.toLowerCase().split(/\s+/).filter(Boolean);
	const groups = new Map(GROUPS.map(({ id }) => [id, 0]));
	const owners = new Map();
	const shown = [];
	for (const app of apps) {
		if (!matches(app, words)) continue;
		const kind = stateWords(app.state).kind;
		const isOwners = owner === "" || app.owner === owner;
		let isInGroup = false;
		for (const { id, kinds } of GROUPS) {
			if (id !== "" && !kinds.includes(kind)) continue;
			if (isOwners) groups.set(id, (groups.get(id) ?? 0) + 1);
			isInGroup ||= id === state;
		}
		if (isInGroup) owners.set(app.owner, (owners.get(app.owner) ?? 0) + 1);
		if (isInGroup && isOwners) shown.push(app);
	}
	return { shown: shown.sort(ORDERS[sort]), groups, owners: new Map([...owners].sort(([a], [b]) => compare(a, b))) };
};
