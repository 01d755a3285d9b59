import { clock, inUnit, size } from "../kit/format.js";

export const valueWords = (value, kind) => {
	if (value === null) return "no data";
	return kind === "cores" && value > 0 && value < 0.005 ? "<0.01 cores" : size(value, kind);
};

/** From zero to the round number above the maximum, in about four round steps. */
export const valueTicks = (most, kind) => {
	const { count, unit } = inUnit(most || 1, kind);
	const magnitude = 10 ** Math.floor(Math.log10(count / 4));
	const step = magnitude * [1, 2, 5, 10].find((nice) => nice * magnitude >= (count / 4) * 0.999);
	const value = ((most || 1) / count) * step;
	return Array.from({ length: Math.ceil(count / step - 0.001) + 1 }, (_, index) => ({
		value: index * value, label: `${+(index * step).toFixed(3)} ${unit}`,
	}));
};

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const STEPS = [1, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760].map((minutes) => minutes * MINUTE);

const day = (date) => date.toLocaleDateString([], { day: "numeric", month: "short" });

/** At round local times, at most so many; in the longest ranges at the start of months. */
export const timeTicks = (from, to, most) => {
	const step = STEPS.find((length) => (to - from) / length <= most);
	const start = new Date(from);
	const offset = start.getTimezoneOffset() * MINUTE;
	const months = Math.ceil((to - from) / (30 * DAY) / most);
	const at = (index) =>
		step ? (Math.ceil((from - offset) / step) + index) * step + offset : +new Date(start.getFullYear(), start.getMonth() + 1 + index * months);
	const ticks = [];
	for (let time = at(0); time <= to; time = at(ticks.length)) {
		const date = new Date(time);
		ticks.push({ at: time, label: step < DAY ? clock(date) : step ? day(date) : date.toLocaleDateString([], { month: "short" }) });
	}
	return ticks;
};

export const timeWords = (at, step) => {
	const date = new Date(at);
	return step >= 3600 ? `${day(date)}, ${clock(date)}` : step >= 60 ? clock(date) : date.toLocaleTimeString([], { hourCycle: "h23" });
};

/** Gaps where nothing was recorded; a lone point is a dot. */
export const pathOf = (values, x, y) =>
	values.map((value, index) => {
		if (value === null) return "";
		const place = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
		return (values[index - 1] ?? null) === null ? `M${place}h0` : `L${place}`;
	}).join("");

export const moved = (index, key, count) => {
	const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -count, End: count }[key];
	return by === undefined ? null : Math.min(Math.max(index + by, 0), count - 1);
};
