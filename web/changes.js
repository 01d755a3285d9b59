// @ts-check
// What an entry of the audit log tells in detail, as a list that people can read.

/** @typedef {{name: string, before: string|null, after: string}} Change  without a before it is plainly told */

/**
 * @param {Record<string, any>} detail  what was before and after, as far as there is either, and whatever else
 * @returns {Change[]}
 */
export const changesOf = ({ before, after, ...others }) => {
    const [old, now] = [flat(before), flat(after)];
    const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
    const isChange = old.size > 0;
    return [
        ...names.map((name) => ({ name, before: isChange ? (old.get(name) ?? "nothing") : null, after: now.get(name) ?? "nothing" })),
        ...[...flat(others)].filter(([, text]) => text !== "nothing").map(([name, after]) => ({ name, before: null, after })),
    ];
};

/** Every value with the way to it in words. @param {unknown} value @param {string} name @returns {Map<string, string>} */
const flat = (value, name = "") => {
    if (value === null || value === undefined || value === "") return new Map(name ? [[name, "nothing"]] : []);
    if (Array.isArray(value) && value.every((entry) => entry && typeof entry === "object" && "name" in entry)) {
        return new Map(value.flatMap(({ name: key, ...entry }) => [[`${name} ${key}`, variable(entry)]]));
    }
    if (Array.isArray(value)) return new Map([[name, value.length ? value.join(", ") : "nothing"]]);
    if (typeof value !== "object") return new Map([[name, String(value)]]);
    return new Map(Object.entries(value).flatMap(([key, entry]) => [...flat(entry, [name, key.replaceAll("_", " ")].join(" ").trim())]));
};

/** @param {{value?: unknown, secret?: boolean}} entry */
const variable = ({ value, secret }) => (secret ? `secret${value ? ` ${value}` : ""}` : String(value ?? "nothing"));
