// Ticks, paths and words of plots: numbers in, numbers and text out.

import { clock } from "./words.js";

const UNITS = {
    percent: { base: Infinity, names: ["%"] },
    bytes: { base: 1024, names: ["B", "KiB", "MiB", "GiB", "TiB"] },
    rate: { base: 1000, names: ["B/s", "kB/s", "MB/s", "GB/s"] },
};

const unitOf = (value, kind) => {
    const { base, names } = UNITS[kind];
    const power = value < base ? 0 : Math.min(names.length - 1, Math.floor(Math.log(value) / Math.log(base)));
    return { size: base ** power, name: names[power] };
};

export const valueWords = (value, kind) => {
    if (value === null) return "not recorded";
    const { size, name } = unitOf(value, kind);
    return `${+(value / size).toFixed(value < 10 * size ? 1 : 0)} ${name}`;
};

/** From nought to a round number that the most fits under, in about four round steps. */
export const valueTicks = (most, kind) => {
    const { size, name } = unitOf(most, kind);
    const rough = (most || 1) / size / 4;
    const magnitude = 10 ** Math.floor(Math.log10(rough));
    const step = magnitude * [1, 2, 5, 10].find((nice) => nice * magnitude >= rough * 0.999);
    const count = Math.ceil((4 * rough) / step - 0.001);
    return Array.from({ length: count + 1 }, (_, index) => ({ value: index * step * size, label: `${+(index * step).toFixed(3)} ${name}` }));
};

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const STEPS = [1, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760].map((minutes) => minutes * MINUTE);

const day = (date) => date.toLocaleDateString([], { day: "numeric", month: "short" });

/** At round times of the reader's clock, about so many at most; in the longest ranges where months begin. */
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

/** When a point of a series was, as exactly as its step in seconds. */
export const timeWords = (at, step) => {
    const date = new Date(at);
    return step >= 3600 ? `${day(date)}, ${clock(date)}` : step >= 60 ? clock(date) : date.toLocaleTimeString([], { hour12: false });
};

/** Lines through what was recorded; where nothing was there is no line, and what stands alone is a dot. */
export const pathOf = (values, x, y) =>
    values.map((value, index) => {
        if (value === null) return "";
        const place = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
        return (values[index - 1] ?? null) === null ? `M${place}h0` : `L${place}`;
    }).join("");

/** Where a key leads from a point; null where it leads nowhere. */
export const moved = (index, key, count) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -count, End: count }[key];
    return by === undefined ? null : Math.min(Math.max(index + by, 0), count - 1);
};
