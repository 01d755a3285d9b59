// How grave a line is by its own words, for programs that write without colours.

/** The control center's own lines of this kind end an action. */
const FAILED = /^([A-Z][a-z ]+ f|F)ailed( too)?:/;

/** The first that matches counts: pip, uv, apt, Git, Python and the loggers of common servers. @type {[string, RegExp][]} */
const LEVELS = [
	["error", /^\s*\[?(error|critical|fatal)\b/i],
	["error", /^\s*(Traceback \(most recent call last\):|[\w.]*(Error|Exception): |E: |[×✗] |Killed$|Segmentation fault)/],
	["error", /^.{0,48}[\s[|](ERROR|CRITICAL|FATAL)[\s\]|:]/],
	["warning", /^\s*\[?(warning|warn|deprecation)\b/i],
	["warning", /^\s*([\w.]*Warning: |W: )/],
	["warning", /^.{0,48}[\s[|](WARNING|WARN)[\s\]|:]/],
];

/** @returns {string}  empty for an ordinary line; `text` has no control sequences */
export const levelOf = (source, text) => {
	if (source === "deploy") return FAILED.test(text) ? "error" : "";
	return LEVELS.find(([, words]) => words.test(text))?.[0] ?? "";
};
