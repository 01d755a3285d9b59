const KEYS = { "/": "search", n: "new", j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous", Enter: "open", "?": "help" };

export const commandOf = ({ key, ctrlKey, metaKey, altKey, isComposing }, { isTyping, isDialogOpen }) =>
	isTyping || isDialogOpen || ctrlKey || metaKey || altKey || isComposing ? null : (KEYS[key] ?? null);

export const listenForShortcuts = (commands) => {
	document.addEventListener("keydown", (event) => {
		const target = event.target instanceof Element ? event.target : document.body;
		const isTyping = target.matches("input, select, textarea, [contenteditable]");
		const isDialogOpen = document.querySelector("dialog[open]") !== null;
		const isElsewhere = document.querySelector("#apps")?.hasAttribute("hidden");
		const command = isElsewhere ? null : commandOf(event, { isTyping, isDialogOpen });
		// Enter on a button or link, and arrows in an open menu, are theirs.
		if (!command || (command === "open" && !target.hasAttribute("data-app"))) return;
		event.preventDefault();
		commands[command]();
	});
};
