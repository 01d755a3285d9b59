const KEYS = { "/": "search", n: "new", j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous", Enter: "open", "?": "help" };

/** What makes sense on every page; the others are about the list. */
const EVERYWHERE = ["new", "help"];

export const commandOf = ({ key, ctrlKey, metaKey, altKey, isComposing }, { isTyping, isDialogOpen, isInMenu, isInList }) => {
	if (isTyping || isDialogOpen || isInMenu || ctrlKey || metaKey || altKey || isComposing) return null;
	const command = KEYS[key] ?? null;
	return isInList || EVERYWHERE.includes(command) ? command : null;
};

export const listenForShortcuts = (commands) => {
	document.addEventListener("keydown", (event) => {
		const target = event.target instanceof Element ? event.target : document.body;
		const command = commandOf(event, {
			isTyping: target.matches("input, select, textarea, [contenteditable]"),
			isDialogOpen: document.querySelector("dialog[open]") !== null,
			isInMenu: target.closest(".menu[open]") !== null,
			isInList: document.querySelector("#apps")?.hasAttribute("hidden") === false,
		});
		// Enter on a button or link is theirs.
		if (!command || (command === "open" && !target.hasAttribute("data-app"))) return;
		event.preventDefault();
		commands[command]();
	});
};
