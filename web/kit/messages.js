import { find, make, setAttribute, setText, show } from "./dom.js";

export const closable = (dialog) => {
	dialog.onclick = ({ target }) => target.closest("[data-close]") && dialog.close();
};

/** Asks for confirmation; with `typed`, that text has to be typed first. */
export const ask = (title, about, yesWord, { noWord = "Cancel", typed = "", isDanger = false } = {}) => {
	const dialog = find("#question");
	const yes = find('[value="yes"]', dialog);
	const input = find("input", dialog);
	closable(dialog);
	setText(find("h2", dialog), title);
	setText(find("p", dialog), about);
	setText(find("[data-close]", dialog), noWord);
	setText(yes, yesWord);
	setAttribute(yes, "class", `button ${isDanger ? "button-danger" : "button-primary"}`);
	show(find(".field", dialog), typed !== "");
	setText(find("b", dialog), typed);
	input.value = "";
	yes.disabled = typed !== "";
	input.oninput = () => (yes.disabled = input.value.trim() !== typed);
	dialog.returnValue = "no";
	const words = find("p", dialog);
	setAttribute(words, "tabindex", null);
	dialog.showModal();
	// What scrolls has to be reached with the keyboard, after the button that has the focus.
	if (words.scrollHeight > words.clientHeight) setAttribute(words, "tabindex", "0");
	return new Promise((resolve) => {
		dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
	});
};

/** Milliseconds. */
const TOAST_TIME = 8000;

export const toast = (text, kind = "info") => {
	const element = make("div", "toast");
	element.dataset.kind = kind;
	const close = make("button", "button button-quiet", "✕");
	close.setAttribute("aria-label", "Dismiss");
	close.addEventListener("click", () => element.remove());
	element.append(make("p", "", text), close);
	find("#toasts").append(element);
	if (kind === "info") setTimeout(() => element.remove(), TOAST_TIME);
};

/** For screen readers: changes of state, never progress. */
export const announce = (text) => setText(find("#announcer"), text);
