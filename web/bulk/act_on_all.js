import { listed, plural } from "../kit/format.js";
import { toast } from "../kit/messages.js";

const AT_ONCE = 4;

/** Refused apps that a sentence names. */
const NAMED = 3;

const WORDS = { start: "Starting", stop: "Stopping", restart: "Restarting", redeploy: "Redeploying", mend: "Redeploying", remove: "Removing" };

/** Apps that were refused for one reason are one sentence. */
export const outcome = (action, results) => {
	const refused = new Map();
	for (const { name, error } of results) if (error && !refused.get(error)?.push(name)) refused.set(error, [name]);
	const done = results.filter(({ error }) => !error).length;
	const refusals = [...refused].map(([error, names]) =>
		`${names.length} refused (${listed(names.slice(0, NAMED), Math.max(0, names.length - NAMED))}): ${error}`);
	return [`${WORDS[action]} ${plural(done, "app")}.`, ...refusals].join(" ");
};

export const askAll = async (names, act) => {
	const results = [];
	const waiting = [...names];
	const work = async () => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			const error = await act(name).then(() => "", (reason) => reason.message);
			results.push({ name, error });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return results;
};

export const actOnAll = async (names, action, act) => {
	const results = await askAll(names, act);
	toast(outcome(action, results), results.some(({ error }) => error) ? "error" : "info");
};
