import { toast } from "../kit/messages.js";
import { room } from "../kit/rooms.js";

/** What concerns many apps at once, loaded when there are such. */
export const bulk = room("bulk", () => import("../bulk/bulk.js"), (modules) => modules);

export const confirmRemovals = async (names) => {
	const modules = await bulk().catch(() => null);
	if (!modules) toast("This part of the page could not be loaded. Try again.", "error");
	return modules?.confirmRemovals(names) ?? false;
};
