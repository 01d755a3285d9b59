// A log line in the colours of its SGR codes (ECMA-48).

import { make } from "../kit/dom.js";
import { plural } from "../kit/format.js";
import { levelOf } from "./log_level.js";

/** Control sequences, also truncated ones, and other control characters. */
const CONTROL = /\x1b\[([\d;]*)m|\x1b(?:\[[\x20-\x3f]*[\x40-\x7e]?|[^[]?)|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

export const plain = (text) => text.replace(CONTROL, "");

export const spans = (text) => {
	const found = [];
	let style = PLAIN;
	let start = 0;
	const take = (piece) => {
		const classes = classesOf(style);
		const last = found.at(-1);
		if (last?.classes === classes) last.text += piece;
		else if (piece) found.push({ text: piece, classes });
	};
	for (const match of text.matchAll(CONTROL)) {
		take(text.slice(start, match.index));
		if (match[1] !== undefined) style = apply(style, match[1]);
		start = match.index + match[0].length;
	}
	take(text.slice(start));
	return found;
};

const PLAIN = { bold: false, dim: false, underline: false, fg: null, bg: null };

const apply = (style, parameters) => {
	const codes = parameters.split(";").map(Number);
	for (let place = 0; place < codes.length; place += 1) {
		const code = codes[place];
		// A 256-colour or true-colour code: skip its parameters.
		if (code === 38 || code === 48) place += codes[place + 1] === 5 ? 2 : 4;
		else style = change(style, code);
	}
	return style;
};

const CHANGES = {
	0: PLAIN, 1: { bold: true }, 2: { dim: true }, 4: { underline: true }, 22: { bold: false, dim: false }, 24: { underline: false },
	39: { fg: null }, 49: { bg: null },
};

const change = (style, code) => {
	if (code in CHANGES) return { ...style, ...CHANGES[code] };
	if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
	if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
	if (code >= 90 && code <= 97) return { ...style, fg: code - 90 || 8 };
	if (code >= 100 && code <= 107) return { ...style, bg: code - 100 || 8 };
	return style;
};

const classesOf = ({ bold, dim, underline, fg, bg }) =>
	[bold && "sgr-bold", dim && "sgr-dim", underline && "sgr-underline", fg !== null && `sgr-fg-${fg}`, bg !== null && `sgr-bg-${bg}`]
		.filter(Boolean)
		.join(" ");

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

export const logRow = ({ time, source, text, dropped }) => {
	const row = make("div", "log-line");
	row.dataset.source = source;
	if (dropped) row.append(make("span", "log-dropped", `${plural(dropped, "line")} dropped, too many at once`));
	const stamp = make("time", "", clock.format(Date.parse(time)));
	stamp.setAttribute("title", time);
	const element = make("span", "log-text");
	// A bare text node is faster than a span, and most lines have one style.
	const parts = spans(text);
	element.append(...parts.map((span) => (span.classes ? make("span", span.classes, span.text) : span.text)));
	const level = parts.some(({ classes }) => classes) ? "" : levelOf(source, plain(text));
	if (level) row.dataset.level = level;
	row.append(stamp, make("span", "log-source", source), element);
	return row;
};
