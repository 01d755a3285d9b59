import { toast } from "../kit/messages.js";
import { room } from "../kit/rooms.js";

/** What concerns many apps at once, loaded when there are such. */
export const bulk = room("bulk", () => import("../bulk/bulk.js"), (modules) => modules);

const loaded = async () => {
	const modules = await bulk().catch(() => null);
	if (!modules) toast("This part of the page could not be loaded. Try again.", "error");
	return modules;
};

export const confirmRemovals = async (names) => (await loaded())?.confirmRemovals(names) ?? false;

/** Does `act` to each, and says what came of it; `action` is the word for it. */
export const actOnAll = async (names, action, act) => (await loaded())?.actOnAll(names, action, act);
