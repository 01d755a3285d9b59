// What people may do. The server decides; this spares them the buttons that it would refuse.

import { plural } from "./words.js";

export const isOperator = (me) => me?.role === "operator";

export const mayAdd = (me) => isOperator(me) || me?.role === "member";

export const mayChange = (me, app) => isOperator(me) || (mayAdd(me) && app.owner === me?.user);

/** Used up, no app more can be added. */
export const quotaWords = (me) => {
	if (!me) return { text: "", isUsedUp: false };
	const { apps, gpus, memory_gib, disk_gib } = me.quota;
	const of = ({ used, limit }, noun) =>
		limit === null ? [] : [`${Math.round(used * 10) / 10} of ${noun.endsWith("GiB") ? `${limit} GiB` : plural(limit, noun)}`];
	const memory = of(memory_gib, "GiB").map((text) => `${text} of memory`);
	const disk = of(disk_gib, "GiB").map((text) => `${text} of disk`);
	const parts = [...of(apps, "app"), ...of(gpus, "GPU"), ...memory, ...disk];
	const isUsedUp = apps.limit !== null && apps.used >= apps.limit;
	if (parts.length === 0) return { text: "", isUsedUp };
	return { text: `You use ${parts.join(", ")}.${isUsedUp ? " Remove an app before you add another." : ""}`, isUsedUp };
};

export const refusalWords = ({ status, message }) =>
	status === 401
		? { title: "You are signed out", text: "Load this page anew to sign in." }
		: { title: "Nothing here for you", text: message };

export const emptyWords = (me) => {
	if (!mayAdd(me)) {
		const groups = me.groups.length ? ` or one of your groups (${me.groups.join(", ")})` : "";
		return {
			title: "Nothing is shared with you yet",
			text: `Apps appear here as soon as their owners share them with “${me.user}”${groups}.`,
		};
	}
	const text =
		"Paste the address of a Git repository with a Gradio, ComfyUI or Stable Diffusion app; it is cloned, installed " +
		"and started in a container of its own, and gets a link to share.";
	if (isOperator(me)) return { title: "Nothing runs here yet", text };
	return { title: "You have no app yet", text: `${text} Apps that others share with you appear here too.` };
};
