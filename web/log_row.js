// @ts-check
// One line of a log, as elements.

import { spans } from "./ansi.js";
import { make } from "./dom.js";
import { plural } from "./words.js";

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** @param {import("./log_window.js").Line} line */
export const logRow = ({ time, source, text, dropped }) => {
    const row = make("div", "log-line", "");
    row.dataset.source = source;
    if (dropped) row.append(make("span", "log-dropped", `${plural(dropped, "line")} left out, too many at once`));
    const stamp = make("time", "", clock.format(Date.parse(time)));
    stamp.setAttribute("title", time);
    const element = make("span", "log-text", "");
    // Most lines are of one look, and a text alone is quicker than a piece of its own.
    element.append(...spans(text).map((span) => (span.classes ? make("span", span.classes, span.text) : span.text)));
    row.append(stamp, make("span", "log-source", source), element);
    return row;
};
