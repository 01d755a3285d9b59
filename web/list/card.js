import { copy, find, setAttribute, setText, show } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import {
	kindOf, leaseWords, opens, showState, statusWords, updateBar, updateExactTime, updateGPUActions, updateLines, updateNext, updateStatus,
} from "../shared/app_status.js";
import { allow } from "../shared/docker.js";
import { mayChange } from "../shared/permissions.js";
import { actionsFor, stateWords } from "../shared/states.js";
import { moveInMenu } from "./menu.js";

export class Card {
	element;
	#app;
	#isAway = false;

	constructor(app, { me, isAway }, emit) {
		this.element = copy("card");
		this.#app = app;
		setAttribute(this.element, "data-app", app.name);
		this.element.addEventListener("click", (event) => this.#click(event, emit));
		this.element.addEventListener("keydown", (event) => {
			const menu = find(".menu", this.element);
			if (event.key === "Escape") this.#closeMenu();
			else if (menu.open && menu.contains(event.target)) moveInMenu(menu, event);
		});
		this.element.addEventListener("focusout", (event) => {
			const menu = find(".menu", this.element);
			if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) this.#closeMenu();
		});
		this.update(app, { me, isAway });
	}

	/** `isAway` says that Docker is. */
	update(app, { me, isAway }) {
		this.#app = app;
		this.#isAway = isAway;
		showState(this.element, stateWords(app.state));
		setAttribute(this.element, "data-state", app.state);
		setText(find(".card-name a", this.element), app.name);
		setAttribute(find(".card-name a", this.element), "href", `#/apps/${app.name}`);
		setAttribute(find("a[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
		setAttribute(find("summary", this.element), "aria-label", `More actions for ${app.name}`);
		updateBar(find(".steps", this.element), app);
		updateLines(this.element, app);
		this.#updateFacts(app);
		this.#updateActions(app, me);
		updateStatus(this.element, app, Date.now());
	}

	tick(now) {
		updateStatus(this.element, this.#app, now);
		updateExactTime(this.element, this.#app);
	}

	#updateFacts(app) {
		const facts = {
			repository: app.repository.replace("https://", "") + (app.branch ? ` · ${app.branch}` : ""),
			commit: app.commit?.slice(0, 9) ?? "–",
			port: String(app.port ?? "none"),
			gpus: gpuWords(app),
			owner: app.owner,
			shared_with: app.shared_with.join(", "),
		};
		for (const [name, text] of Object.entries(facts)) {
			const element = find(`[data-fact="${name}"]`, this.element);
			setText(element, text);
			setAttribute(element, "title", name === "gpus" ? (app.deployment?.placement ?? null) : name === "commit" ? app.commit : text);
		}
		show(find("[data-shared]", this.element), app.shared_with.length > 0);
	}

	#updateActions(app, me) {
		const isOurs = mayChange(me, app);
		const open = find('[data-action="open"]', this.element);
		setAttribute(open, "href", app.link);
		show(open, opens(app));
		const menu = find(".menu", this.element);
		show(menu, isOurs);
		if (menu.lastElementChild.matches(".menu-items")) this.#updateMenu();
		setText(find(".card-sharer", this.element), isOurs || app.owner === me?.user ? "" : `shared by ${app.owner}`);
		updateNext(find("[data-next]", this.element), app, isOurs, this.#isAway);
		updateGPUActions(this.element, app, me);
	}

	#updateMenu() {
		const actions = actionsFor(this.#app.state);
		for (const item of find(".menu-items", this.element).querySelectorAll("button")) {
			show(item, actions[item.dataset.action] ?? true);
			allow(item, item.dataset.action, this.#isAway);
		}
	}

	/** Most menus are never opened, so they are empty until then. */
	#fillMenu(menu) {
		if (menu.lastElementChild.matches(".menu-items")) return;
		menu.append(copy("menu"));
		this.#updateMenu();
	}

	#click(event, emit) {
		if (event.target.closest("summary")) this.#fillMenu(find(".menu", this.element));
		const kind = kindOf(event);
		if (!kind) return;
		this.#closeMenu();
		const { name, failure } = this.#app;
		emit({ kind, name, action: failure?.action });
	}

	#closeMenu() {
		const menu = find(".menu", this.element);
		if (menu.open && menu.contains(document.activeElement)) find("summary", menu).focus();
		menu.open = false;
	}
}

const gpuWords = (app) => (app.gpus ? leaseWords(app, Date.now()).replace("GPU", plural(app.gpus, "GPU")) || plural(app.gpus, "GPU") : "none");

export class Row {
	element;
	#app;
	#isSelected = false;

	constructor(app, { me }) {
		this.element = copy("row");
		this.#app = app;
		setAttribute(this.element, "data-app", app.name);
		setText(find(".row-name", this.element), app.name);
		setAttribute(find("input", this.element), "aria-label", `Select ${app.name}`);
		setAttribute(find(".row-name", this.element), "href", `#/apps/${app.name}`);
		setAttribute(find("[data-logs]", this.element), "href", `#/apps/${app.name}/logs`);
		this.update(app, { me });
	}

	update(app, { me }) {
		this.#app = app;
		showState(this.element, stateWords(app.state));
		setAttribute(this.element, "data-state", app.state);
		setText(find(".row-gpus", this.element), app.gpus ? String(app.gpus) : "–");
		setText(find(".row-owner", this.element), app.owner);
		const open = find("[data-open]", this.element);
		setAttribute(open, "href", app.link);
		show(open, opens(app));
		find("input", this.element).disabled = !mayChange(me, app);
		this.tick(Date.now());
	}

	tick(now) {
		const { now: sentence, hint } = statusWords(this.#app, now);
		const element = find(".row-now", this.element);
		const lease = leaseWords(this.#app, now);
		setText(element, lease ? `${sentence} · ${lease}` : sentence);
		setAttribute(element, "title", `${sentence} ${hint}`.trim());
	}

	select(isSelected) {
		if (isSelected === this.#isSelected) return;
		this.#isSelected = isSelected;
		find("input", this.element).checked = isSelected;
		setAttribute(this.element, "data-selected", isSelected ? "" : null);
	}
}
