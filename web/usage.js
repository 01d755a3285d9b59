// What an app or the machine used, and who used how much.

import { api } from "./api.js";
import { copy, fillTable, find, make, say, setAttribute, setText, show, tableRow } from "./dom.js";
import { moved, pathOf, timeTicks, timeWords, valueTicks, valueWords } from "./plot.js";
import { askUntilAnswered, everySecond } from "./poll.js";
import { gib } from "./words.js";

/** In words, and after how many seconds there is something new to see. */
const RANGES = {
	hour: { words: "1 h", seconds: 10 }, day: { words: "24 h", seconds: 60 }, fortnight: { words: "14 days", seconds: 600 }, year: { words: "1 year", seconds: 3600 },
};

const PLOTS = [
	{ title: "CPU", kind: "percent", lines: { cpu_percent: "" }, about: "100 % is one core" },
	{ title: "Memory", kind: "bytes", lines: { memory_bytes: "" } },
	{ title: "GPU", kind: "percent", lines: { gpu_percent: "" }, most: 100 },
	{ title: "GPU memory", kind: "bytes", lines: { gpu_memory_bytes: "" } },
	{ title: "Network", kind: "rate", lines: { receive_bytes_per_second: "in", send_bytes_per_second: "out" } },
	{ title: "Disk", kind: "bytes", lines: { disk_bytes: "" } },
];

export class Usage {
	#element = copy("usage");
	#plots = PLOTS.map((plot) => new Plot(plot));
	#table = find("details", this.#element);
	#range = "hour";
	/** Null is the machine's, undefined nobody's. */
	#name;
	#answer;
	#asking = null;
	#due = 0;

	constructor(place) {
		find(".chips", this.#element).append(...Object.entries(RANGES).map(([range, { words }]) => {
			const chip = make("button", "chip", words);
			chip.dataset.range = range;
			chip.addEventListener("click", () => this.#choose(range));
			return chip;
		}));
		find(".plots", this.#element).append(...this.#plots.map(({ element }) => element));
		this.#table.addEventListener("toggle", () => this.#fillTable());
		place.append(this.#element);
		everySecond(() => this.#name !== undefined && Date.now() >= this.#due && this.#read());
	}

	open(name) {
		if (name === this.#name) return;
		this.#name = name;
		this.#choose(this.#range);
	}

	close() {
		this.#asking?.stop();
		this.#name = undefined;
	}

	#choose(range) {
		this.#range = range;
		for (const chip of this.#element.querySelectorAll(".chip")) setAttribute(chip, "aria-pressed", String(chip.dataset.range === range));
		setAttribute(find("[download]", this.#element), "href", api.usageFile(this.#name, range));
		for (const { element } of [...this.#plots, { element: this.#table }]) show(element, false);
		this.#table.open = false;
		this.#say("Reading…");
		this.#read();
	}

	#read() {
		this.#asking?.stop();
		this.#due = Date.now() + RANGES[this.#range].seconds * 1000;
		this.#asking = askUntilAnswered(
			(signal) => api.usage(this.#name, this.#range, signal),
			(answer) => {
				this.#answer = answer;
				const isSeen = this.#plots.filter((plot) => plot.update(answer)).length > 0;
				show(this.#table, isSeen);
				this.#say(isSeen ? "" : "Nothing was recorded in this time.");
			},
			(text) => this.#say(text),
		);
	}

	#say(text) {
		say(find("[role=status]", this.#element), text);
	}

	/** As it is when it is unfolded: rows that come while one reads would move the others. */
	#fillTable() {
		const { series, step_seconds } = this.#answer;
		const columns = PLOTS.flatMap(({ title, kind, lines }) => Object.keys(lines).map((key) => ({ kind, head: `${title} ${lines[key]}`, values: series[key] })))
			.filter(({ values }) => isRecorded(values));
		const rows = timesOf(this.#answer).map((at, index) =>
			tableRow("td", [timeWords(at, step_seconds), ...columns.map(({ kind, values }) => valueWords(values[index], kind))]));
		find("thead", this.#table).replaceChildren(tableRow("th", ["Time", ...columns.map(({ head }) => head)]));
		find("tbody", this.#table).replaceChildren(...rows.reverse());
	}
}

const isRecorded = (values) => values.some((value) => value !== null);

const timesOf = ({ from, step_seconds, series }) => series.cpu_percent.map((_, index) => Date.parse(from) + index * step_seconds * 1000);

const shape = (tag, attributes, text = "") => {
	const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
	for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, String(value));
	element.textContent = text;
	return element;
};

const HEIGHT = 116;
const LEFT = 68;
const TOP = 10;

class Plot {
	element = copy("plot");
	#plot;
	#svg = find("svg", this.element);
	#answer = null;
	#times = [];
	/** The time that is pointed at; null is the newest. */
	#at = null;

	constructor(plot) {
		this.#plot = plot;
		setText(find("h3", this.element), plot.title);
		setText(find(".note", this.element), plot.about ?? "");
		setAttribute(this.#svg, "aria-label", plot.title);
		this.#svg.addEventListener("keydown", (event) => {
			const to = moved(this.#index, event.key, this.#times.length);
			if (to === null) return;
			event.preventDefault();
			this.#point(to);
		});
		this.#svg.addEventListener("pointermove", ({ offsetX }) =>
			this.#point(Math.round(((offsetX - LEFT) / this.#width) * (this.#times.length - 1))));
		for (const event of ["pointerleave", "blur"]) this.#svg.addEventListener(event, () => this.#point(NaN));
		new ResizeObserver(() => this.#draw()).observe(this.element);
	}

	update(answer) {
		this.#answer = answer;
		this.#times = timesOf(answer);
		const isSeen = Object.keys(this.#plot.lines).some((key) => isRecorded(answer.series[key]));
		show(this.element, isSeen);
		this.#draw();
		return isSeen;
	}

	get #width() {
		return Math.max(this.#svg.clientWidth, 200) - LEFT - 12;
	}

	get #index() {
		const index = this.#times.indexOf(this.#at);
		return index < 0 ? this.#times.length - 1 : index;
	}

	#point(index) {
		this.#at = this.#times[Math.max(index, 0)] ?? null;
		this.#draw();
	}

	#draw() {
		if (this.element.hidden || !this.#answer) return;
		const { kind, lines, most = 0 } = this.#plot;
		const { series, limits, step_seconds } = this.#answer;
		const keys = Object.keys(lines);
		const limit = limits[keys[0]];
		const ticks = valueTicks(Math.max(limit ?? most, ...keys.flatMap((key) => series[key])), kind);
		const width = this.#width;
		const [first, last] = [this.#times[0], this.#times.at(-1)];
		const inTime = (at) => LEFT + (width * (at - first)) / Math.max(1, last - first);
		const x = (index) => inTime(this.#times[index]);
		const y = (value) => TOP + HEIGHT * (1 - value / ticks.at(-1).value);
		const line = (name, d) => shape("path", { class: name, d });
		const index = this.#index;
		this.#svg.replaceChildren(
			...ticks.flatMap(({ value, label }) => [line("", `M${LEFT} ${y(value)}h${width}`), shape("text", { x: 0, y: y(value) + 4 }, label)]),
			...timeTicks(first, last, width / 72).map(({ at, label }) => shape("text", { x: inTime(at), y: HEIGHT + 28, "text-anchor": "middle" }, label)),
			...keys.map((key, place) => line(`plot-line plot-line-${place}`, pathOf(series[key], x, y))),
			...(limit ? [line("plot-limit", `M${LEFT} ${y(limit)}h${width}`)] : []),
			line("plot-cursor", `M${x(index)} ${TOP}v${HEIGHT}`),
			...keys.map((key, place) => series[key][index] !== null && shape("circle", { class: `plot-line-${place}`, cx: x(index), cy: y(series[key][index]), r: 4 }))
				.filter(Boolean),
		);
		const values = keys.map((key) => `${lines[key]} ${valueWords(series[key][index], kind)}`.trim()).join(", ");
		const text = `${timeWords(this.#times[index], step_seconds)}: ${values}${limit ? ` of ${valueWords(limit, kind)}` : ""}`;
		setText(find("output", this.element), text);
		const told = { valuemax: this.#times.length - 1, valuenow: index, valuetext: text };
		for (const [name, value] of Object.entries(told)) setAttribute(this.#svg, `aria-${name}`, String(value));
	}
}

export class Capacity {
	#usage = new Usage(find("#host-usage"));
	#days = find("#capacity-days");
	#asking = null;

	constructor() {
		this.#days.addEventListener("change", () => this.open());
	}

	open() {
		this.#asking?.stop();
		const tell = (text) => say(find("#capacity-note"), text);
		tell("Reading…");
		this.#asking = askUntilAnswered(
			(signal) => api.capacity(this.#days.value, signal),
			(report) => {
				tell("");
				show(find("#capacity-there"), true);
				this.#usage.open(null);
				write(report);
			},
			(text) => {
				tell(text);
				show(find("#capacity-there"), false);
			},
		);
	}

	close() {
		this.#asking?.stop();
		this.#usage.close();
	}
}

/** What was used at most of what was asked for. */
export const peakWords = (peak, declared) => {
	if (peak === null) return declared === null ? "–" : `unknown, of ${gib(declared)}`;
	return gib(peak, declared ?? 0);
};

const write = ({ apps, owners, busiest_hours: shares, could_be_given_back }) => {
	find("#capacity-spare").replaceChildren(...could_be_given_back.map(({ name, owner, what }) => make("li", "", `${name} of ${owner}: ${what}`)));
	show(find("#capacity-nothing"), could_be_given_back.length === 0);
	find("#capacity-hours").replaceChildren(...shares.map((share, hour) => {
		const item = make("li");
		item.dataset.hour = `${hour}:00`;
		item.title = `${hour}:00 UTC: ${Math.round(share * 100)} %`;
		item.style.setProperty("--share", `${share * 100}%`);
		item.append(make("span", "visually-hidden", item.title));
		return item;
	}));
	const most = Math.max(...shares);
	setText(find("#capacity-busiest"), most > 0 ? `Busiest from ${shares.indexOf(most)}:00 UTC, with ${Math.round(most * 100)} % in use.` : "Nothing was busy.");
	fillTable(find("#capacity-apps"), apps.map((app) => [
		app.name, app.owner, app.gpu_hours.toFixed(1), app.gpu_hours_idle.toFixed(1),
		peakWords(app.peak_memory_bytes, app.declared_memory_bytes), peakWords(app.peak_gpu_memory_bytes, app.declared_gpu_memory_bytes),
	]));
	fillTable(find("#capacity-owners"), owners.map(({ owner, gpu_hours }) => [owner, gpu_hours.toFixed(1)]));
};
