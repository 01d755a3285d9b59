import { ask } from "../kit/messages.js";
import { plural } from "../kit/format.js";

/** The number is typed: a list of names is easily overlooked. */
export const confirmRemovals = (names) => {
	const count = plural(names.length, "app");
	const about = `Deletes their containers, networks, ports and workspaces with all files. Their history is kept.\n\n${names.join(", ")}`;
	return ask(`Remove ${count}?`, about, `Remove ${count}`, { typed: String(names.length), isDanger: true });
};
