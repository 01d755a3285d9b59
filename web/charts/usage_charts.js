import { api } from "../kit/api.js";
import { copy, find, make, say, setAttribute, setText, show, tableRow } from "../kit/dom.js";
import { askUntilAnswered, everySecond } from "../kit/poll.js";
import { moved, pathOf, timeTicks, timeWords, valueTicks, valueWords } from "./plot.js";

const RANGES = {
	hour: { words: "1 h", seconds: 10 }, day: { words: "24 h", seconds: 60 },
	fortnight: { words: "14 days", seconds: 600 }, year: { words: "1 year", seconds: 3600 },
};

const PLOTS = [
	{ title: "CPU", kind: "cores", lines: { cpu_cores: "" }, about: "in use" },
	{ title: "Memory", kind: "bytes", lines: { memory_bytes: "" } },
	{ title: "GPU", kind: "percent", lines: { gpu_percent: "" }, most: 100 },
	{ title: "GPU memory", kind: "bytes", lines: { gpu_memory_bytes: "" } },
	{ title: "Network", kind: "rate", lines: { receive_bytes_per_second: "in", send_bytes_per_second: "out" } },
	{ title: "Disk", kind: "bytes", lines: { disk_bytes: "" } },
];

export class UsageCharts {
	#element = copy("usage");
	#plots = PLOTS.map((plot) => new Plot(plot));
	#table = find("details", this.#element);
	#range = "hour";
	/** Null for the machine, undefined while closed. */
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
		this.#say("Loading…");
		this.#read();
	}

	#read() {
		this.#asking?.stop();
		this.#due = Date.now() + RANGES[this.#range].seconds * 1000;
		this.#asking = askUntilAnswered(
			(signal) => api.usage(this.#name, this.#range, signal),
			(answer) => {
				this.#answer = inCores(answer);
				const isSeen = this.#plots.filter((plot) => plot.update(this.#answer)).length > 0;
				show(this.#table, isSeen);
				this.#say(isSeen ? "" : "No data for this period.");
			},
			(text) => this.#say(text),
		);
	}

	#say(text) {
		say(find("[role=status]", this.#element), text);
	}

	/** Filled when it is opened: rows added while reading would move the others. */
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

/** As the machine's strip counts: a hundred per cent of an app's CPU is one core. */
const inCores = ({ series, ...answer }) => ({
	...answer, series: { ...series, cpu_cores: series.cpu_percent.map((percent) => (percent === null ? null : percent / 100)) },
});

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
		const aria = { valuemax: this.#times.length - 1, valuenow: index, valuetext: text };
		for (const [name, value] of Object.entries(aria)) setAttribute(this.#svg, `aria-${name}`, String(value));
	}
}
