// What depends on who is signed in.

import { find, setAttribute, setText, show } from "../kit/dom.js";
import { isOperator, mayAdd } from "../shared/permissions.js";

const CONNECTIONS = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };

export const updateHeader = ({ me, connection }) => {
	setText(find("#connection"), CONNECTIONS[connection]);
	setAttribute(find("#connection"), "data-state", connection);
	setText(find("#account"), me ? `${me.user} · ${me.role}` : "");
	show(find("#nav"), isOperator(me));
	show(find("#new-app"), mayAdd(me));
};

export const updateEmptyState = ({ me, apps, refusal, revision }) => {
	show(find("#first-app"), mayAdd(me));
	show(find("#loading"), revision === null && !refusal);
	show(find("#empty"), refusal !== null || (revision !== null && apps.size === 0));
	const words = refusal ?? (me && emptyWords(me));
	setText(find("#empty-title"), words?.title ?? "");
	setText(find("#empty-text"), words?.text ?? "");
};

export const emptyWords = (me) => {
	if (!mayAdd(me)) {
		const groups = me.groups.length ? ` or one of your groups (${me.groups.join(", ")})` : "";
		return {
			title: "Nothing is shared with you yet",
			text: `Apps appear here as soon as their owners share them with “${me.user}”${groups}.`,
		};
	}
	const text =
		"Paste the URL of a Git repository with a Gradio, ComfyUI or Stable Diffusion app. It is cloned, installed " +
		"and started in its own container, with a link to share.";
	if (isOperator(me)) return { title: "No apps yet", text };
	return { title: "You have no apps yet", text: `${text} Apps that others share with you appear here too.` };
};
