// Apps that failed for one and the same reason.

/** Fewer cards than this are read more quickly than a group. */
const LEAST = 5;

/** Equal for apps that failed alike; empty for all others. */
export const keyOf = ({ state, failure }) =>
	state === "failed" && failure ? JSON.stringify([failure.code, failure.step, failure.message, failure.hint, failure.action ?? null]) : "";

/** @returns {Map<string, any[]>}  by what they have in common, in the order of the apps */
export const alike = (apps) => {
	const groups = new Map();
	for (const app of apps) {
		const key = keyOf(app);
		if (key && !groups.get(key)?.push(app)) groups.set(key, [app]);
	}
	for (const [key, members] of groups) if (members.length < LEAST) groups.delete(key);
	return groups;
};
