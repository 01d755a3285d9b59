// @ts-check
// Colours in an app's lines (ECMA-48's SGR): sixteen colours, bold, dim, underlined. Whatever else there is falls away.

/** @typedef {{text: string, classes: string}} Span */

/** Every control sequence, whole or cut off, with the parameters of those that set colours; and every other control character. */
const CONTROL = /\x1b\[([\d;]*)m|\x1b(?:\[[\x20-\x3f]*[\x40-\x7e]?|[^[]?)|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** @param {string} text */
export const plain = (text) => text.replace(CONTROL, "");

/**
 * Pieces of the text with the classes that colour them; those next to each other differ.
 * @param {string} text
 * @returns {Span[]}
 */
export const spans = (text) => {
    /** @type {Span[]} */
    const found = [];
    let style = PLAIN;
    let start = 0;
    const take = (/** @type {string} */ piece) => {
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

/** @typedef {{bold: boolean, dim: boolean, underline: boolean, fg: number|null, bg: number|null}} Style */

/** @type {Style} */
const PLAIN = { bold: false, dim: false, underline: false, fg: null, bg: null };

/** @param {Style} style @param {string} parameters  such as "1;31" */
const apply = (style, parameters) => {
    const codes = parameters.split(";").map(Number);
    for (let place = 0; place < codes.length; place += 1) {
        const code = codes[place];
        // A colour of 256 or of all: its own parameters are none of ours.
        if (code === 38 || code === 48) place += codes[place + 1] === 5 ? 2 : 4;
        else style = change(style, code);
    }
    return style;
};

/** @param {Style} style @param {number} code @returns {Style} */
const change = (style, code) => {
    if (code === 0) return PLAIN;
    if (code === 1) return { ...style, bold: true };
    if (code === 2) return { ...style, dim: true };
    if (code === 4) return { ...style, underline: true };
    if (code === 22) return { ...style, bold: false, dim: false };
    if (code === 24) return { ...style, underline: false };
    if (code === 39) return { ...style, fg: null };
    if (code === 49) return { ...style, bg: null };
    if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
    if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
    if (code >= 90 && code <= 97) return { ...style, fg: code - 82 };
    if (code >= 100 && code <= 107) return { ...style, bg: code - 92 };
    return style;
};

/** @param {Style} style */
const classesOf = ({ bold, dim, underline, fg, bg }) =>
    [bold && "sgr-bold", dim && "sgr-dim", underline && "sgr-underline", fg !== null && `sgr-fg-${fg}`, bg !== null && `sgr-bg-${bg}`]
        .filter(Boolean)
        .join(" ");
