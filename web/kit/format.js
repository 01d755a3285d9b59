const UNITS = {
	size: [1000, "B", "kB", "MB", "GB", "TB"],
	bytes: [1024, "B", "KiB", "MiB", "GiB", "TiB"],
	rate: [1000, "B/s", "kB/s", "MB/s", "GB/s"],
	percent: [Infinity, "%"],
	cores: [Infinity, "cores"],
};

export const inUnit = (count, kind) => {
	const [base, ...units] = UNITS[kind];
	while (count >= base && units.length > 1) {
		count /= base;
		units.shift();
	}
	return { count, unit: units[0], isSmallest: units[0] === UNITS[kind][1] };
};

export const size = (value, kind = "size") => {
	const { count, unit, isSmallest } = inUnit(value, kind);
	const isWhole = count >= 10 || (isSmallest && kind !== "cores");
	return `${isWhole ? Math.round(count) : count.toFixed(count < 1 ? 2 : 1)} ${unit}`;
};

/** In MiB below one GiB: “0.0 GiB” says nothing of what an app uses. */
export const gib = (bytes, whole = 0) => {
	const number = (count) => (count / 2 ** 30).toFixed(count < 10 * 2 ** 30 ? 1 : 0);
	const isSmall = bytes < 2 ** 30;
	const part = isSmall ? `${Math.round(bytes / 2 ** 20)} MiB` : number(bytes);
	return whole ? `${part} of ${number(whole)} GiB` : isSmall ? part : `${part} GiB`;
};

export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param more - how many others there are */
export const listed = (names, more) => {
	const all = more ? [...names, `${more} more`] : names;
	return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
};

export const ordinal = (count) => {
	const ending = Math.floor(count / 10) % 10 === 1 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
	return `${count}${ending}`;
};

export const relative = (iso, now) => {
	const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
	if (seconds < 10) return "just now";
	if (seconds < 60) return `${seconds} s ago`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
	if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
	return `${Math.floor(seconds / 86400)} d ago`;
};

export const until = (iso, now) => {
	const seconds = Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000));
	return seconds < 60 ? `${seconds} s` : seconds < 5940 ? `${Math.ceil(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};

export const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const inMinutes = (count) => (count < 60 ? `${count} s` : `${Math.floor(count / 60)} min ${count % 60} s`);

export const elapsed = (iso, now) => inMinutes(Math.max(0, Math.floor((now - Date.parse(iso)) / 1000)));

/** Made once, when first needed: that takes as long as a whole card. */
let exactFormat;

export const exact = (iso) => {
	exactFormat ??= new Intl.DateTimeFormat([], {
		year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
	});
	return exactFormat.format(new Date(iso));
};

export const seconds = (count) => (count < 9.95 ? `${count.toFixed(1)} s` : inMinutes(Math.round(count)));
