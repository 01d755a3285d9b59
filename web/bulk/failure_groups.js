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
		const cards = each(this.#list, [...groups], ([key]) => key, ([key]) => this.#add(key));
		[...groups.values()].forEach((members, index) => this.#write(cards[index], members, viewer));
	}

	/** Whether its apps are shown one by one. */
	isOpened(key) {
		return this.#opened.has(key);
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
		const isOpen = this.#opened.has(card.dataset.key);
		setText(find("[data-show]", card), isOpen ? "Hide apps" : "Show apps");
		setAttribute(find("[data-show]", card), "aria-expanded", String(isOpen));

		const step = commonStep(members);
		const next = find("[data-step]", card);
		show(next, step !== null && ours.length > 0);
		if (step) {
			setText(next, `${step.word}: ${plural(ours.length, "app")}`);
			allow(next, step.action, isAway);
			next.onclick = () => this.#act(ours, step.action, failure.action);
		}
		const remove = find("[data-remove]", card);
		show(remove, ours.length > 0);
		setText(remove, `Remove ${plural(ours.length, "app")}…`);
		remove.onclick = async () => {
			if (await confirmRemovals(ours)) this.#act(ours, "remove");
		};
	}
}
