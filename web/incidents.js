// What went wrong with the machine's GPUs: which apps it hurts, what mends it, and one button that recreates those apps.

import { copy, each, find, make, setAttribute, setText, show } from "./dom.js";
import { mayChange } from "./me.js";
import { exact, plural, relative } from "./words.js";

/** The affected apps that one sees, those of them that one may change, and in words how many others there are. */
export const affected = ({ deployments }, { apps, me }) => {
	const seen = [...apps.values()].filter((app) => deployments.includes(app.deployment?.id));
	const others = deployments.length - seen.length;
	return {
		seen: seen.map(({ name }) => name),
		ours: seen.filter((app) => mayChange(me, app)).map(({ name }) => name),
		others: others === 0 ? "" : `${seen.length ? " and " : ""}${plural(others, "app")} of others`,
	};
};

/** @param recreate  restarts apps by name; its promise ends when all were asked */
export const updateIncidents = (state, recreate) => {
	const incidents = state.host?.incidents ?? [];
	each(find("#incidents"), incidents, ({ id }) => id, () => copy("incident")).forEach((card, index) => {
		const { message, mend, since } = incidents[index];
		const { seen, ours, others } = affected(incidents[index], state);
		setText(find("h2", card), message);
		setText(find("[data-mend]", card), mend);
		setAttribute(find("time", card), "datetime", since);
		setAttribute(find("time", card), "title", exact(since));
		setText(find("[data-others]", card), seen.length || others ? others : "none");
		each(find("[data-apps]", card), seen, (name) => name, link);
		const button = find("button", card);
		show(button, ours.length > 0);
		button.onclick = async () => {
			button.disabled = true;
			await recreate(ours);
			button.disabled = false;
		};
	});
	tickIncidents(Date.now());
};

export const tickIncidents = (now) => {
	for (const time of find("#incidents").querySelectorAll("time")) setText(time, relative(time.dateTime, now));
};

const link = (name) => {
	const element = make("a", "", name);
	element.href = `#/apps/${name}`;
	return element;
};
