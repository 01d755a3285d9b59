import { api } from "../kit/api.js";
import { fillTable, find, make, say, setText, show } from "../kit/dom.js";
import { gib, size } from "../kit/format.js";
import { askUntilAnswered } from "../kit/poll.js";
import { Usage } from "../charts/usage.js";

export class Capacity {
	#usage = new Usage(find("#host-usage"));
	#days = find("#capacity-days");
	#asking = null;

	constructor() {
		this.#days.addEventListener("change", () => this.open());
	}

	open() {
		this.#asking?.stop();
		const note = (text) => say(find("#capacity-note"), text);
		note("Loading…");
		this.#asking = askUntilAnswered(
			(signal) => api.capacity(this.#days.value, signal),
			(report) => {
				note("");
				show(find("#capacity-there"), true);
				this.#usage.open(null);
				write(report);
			},
			(text) => {
				note(text);
				show(find("#capacity-there"), false);
			},
		);
	}

	close() {
		this.#asking?.stop();
		this.#usage.close();
	}
}

export const peakWords = (peak, declared) => {
	if (peak === null) return declared === null ? "–" : `unknown, of ${gib(declared)}`;
	return gib(peak, declared ?? 0);
};

/** A removed app has no disk space. */
export const diskWords = (bytes) => (bytes === null ? "–" : size(bytes));

/** What the list of reclaimable things says when it is empty: which rule it follows, and what is idle all the same. */
export const spareWords = (apps) => {
	const idle = apps.reduce((sum, { gpu_hours_idle }) => sum + gpu_hours_idle, 0);
	const rule = "No app left its GPUs idle for most of an hour or more, or used less than half of the memory that it reserves.";
	return idle > 0 ? `${rule} Idle GPU hours of all apps: ${idle.toFixed(1)}.` : rule;
};

export const nameWords = ({ name, removed }) => (removed ? `${name} (removed)` : name);

const write = ({ apps, owners, busiest_hours: shares, could_be_given_back }) => {
	find("#capacity-spare").replaceChildren(...could_be_given_back.map(({ name, owner, what }) => make("li", "", `${name} (${owner}): ${what}`)));
	say(find("#capacity-nothing"), could_be_given_back.length ? "" : spareWords(apps));
	find("#capacity-hours").replaceChildren(...shares.map((share, hour) => {
		const item = make("li");
		item.dataset.hour = `${hour}:00`;
		item.title = `${hour}:00 UTC: ${Math.round(share * 100)} %`;
		item.style.setProperty("--share", `${share * 100}%`);
		item.append(make("span", "visually-hidden", item.title));
		return item;
	}));
	const most = Math.max(...shares);
	setText(find("#capacity-busiest"), most > 0 ? `Busiest from ${shares.indexOf(most)}:00 UTC, with ${Math.round(most * 100)} % in use.` : "Nothing was in use.");
	fillTable(find("#capacity-apps"), apps.map((app) => [
		nameWords(app), app.owner, app.gpu_hours.toFixed(1), app.gpu_hours_idle.toFixed(1),
		peakWords(app.peak_memory_bytes, app.declared_memory_bytes), peakWords(app.peak_gpu_memory_bytes, app.declared_gpu_memory_bytes),
		diskWords(app.own_bytes), diskWords(app.shared_bytes),
	]));
	fillTable(find("#capacity-owners"), owners.map(({ owner, gpu_hours }) => [owner, gpu_hours.toFixed(1)]));
};
