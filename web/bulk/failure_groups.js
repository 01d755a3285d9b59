// Many apps that failed for one and the same reason are one thing to a person: one card, with what mends them all.

import { copy, each, find, setAttribute, setText, show } from "../kit/dom.js";
import { listed, plural } from "../kit/format.js";
import { nextStep } from "../shared/app_status.js";
import { allow } from "../shared/docker.js";
import { mayChange } from "../shared/permissions.js";
import { confirmRemovals } from "./removals.js";

/** Names that a group shows. */
const NAMED = 3;

/** What mends a whole group; null where each app needs an answer of its own. */
export const commonStep = ([first]) => {
	const step = nextStep(first);
	return step?.action === "mend" && first.failure.action.kind === "add_secret" ? null : step;
};

export class FailureGroups {
	#list = find("#failures");
	#opened = new Set();
	/** Groups whose apps are being asked for. */
	#pending = new Set();
	#act;
	#onToggle;

	/** `act` gets names, an action and what the action needs; `onToggle` is called when other cards are to be shown. */
	constructor(act, onToggle) {
		this.#act = act;
		this.#onToggle = onToggle;
	}

	/** `groups` are those that are alike, by what they have in common. */
	update(groups, viewer) {
		for (const key of this.#opened) if (!groups.has(key)) this.#opened.delete(key);
		const left = [...this.#list.children].findIndex((card) => card.contains(document.activeElement));
		const focused = this.#list.children[left];
		const cards = each(this.#list, [...groups], ([key]) => key, ([key]) => this.#add(key));
		[...groups.values()].forEach((members, index) => this.#write(cards[index], members, viewer));
		if (focused && !focused.isConnected) this.#focusAfter(cards[left] ?? cards.at(-1));
	}

	/** Whether its apps are shown one by one. */
	isOpened(key) {
		return this.#opened.has(key);
	}

	/** The focus of a group that is gone goes on: to another group, else to the first app, else to the page. */
	#focusAfter(card) {
		const next = card ? find("[data-show]", card) : (document.querySelector("#cards [data-app]") ?? find("main"));
		next.focus();
	}

	/** A pressed button stays focusable until its apps were asked for. */
	async #ask(key, names, action, mend) {
		if (this.#pending.has(key)) return;
		this.#pending.add(key);
		this.#onToggle();
		await this.#act(names, action, mend);
		this.#pending.delete(key);
		this.#onToggle();
	}

	#add(key) {
		const card = copy("failures");
		find("[data-show]", card).addEventListener("click", () => {
			if (!this.#opened.delete(key)) this.#opened.add(key);
			this.#onToggle();
		});
		return card;
	}

	#write(card, members, { me, isAway }) {
		const [{ failure }] = members;
		const ours = members.filter((app) => mayChange(me, app)).map(({ name }) => name);
		setText(find("h2", card), `${plural(members.length, "app")} failed for the same reason`);
		setText(find(".card-now", card), failure.message);
		setText(find(".card-hint", card), failure.hint);
		setText(find("[data-names]", card), listed(members.slice(0, NAMED).map(({ name }) => name), Math.max(0, members.length - NAMED)));
		const { key } = card.dataset;
		const isOpen = this.#opened.has(key);
		setText(find("[data-show]", card), isOpen ? "Hide apps" : "Show apps");
		setAttribute(find("[data-show]", card), "aria-expanded", String(isOpen));

		const step = commonStep(members);
		const next = find("[data-step]", card);
		show(next, step !== null && ours.length > 0);
		if (step) {
			setText(next, `${step.word}: ${plural(ours.length, "app")}`);
			allow(next, step.action, isAway);
			next.onclick = () => this.#ask(key, ours, step.action, failure.action);
		}
		const remove = find("[data-remove]", card);
		for (const button of [next, remove]) setAttribute(button, "aria-disabled", this.#pending.has(key) ? "true" : null);
		show(remove, ours.length > 0);
		setText(remove, `Remove ${plural(ours.length, "app")}…`);
		remove.onclick = async () => {
			if (!this.#pending.has(key) && (await confirmRemovals(ours))) this.#ask(key, ours, "remove");
		};
	}
}
