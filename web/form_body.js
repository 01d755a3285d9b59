// @ts-check
// What a filled-in form asks of the server, and what it changes of an app that is there.

import { people } from "./rules.js";

/**
 * @typedef {import("./variable_row.js").Variable} Variable
 * @typedef {{start_command: string, port: string, branch: string, requirements_file: string, no_requirements: boolean,
 *   gpus: string, memory_gib: string, shared_with: string, environment: Variable[], repository?: string, name?: string, repository_token?: string,
 *   remove_token?: boolean}} Values  as people fill them in
 */

/** What takes effect only when the repository is fetched and its dependencies are installed anew. */
const FETCHED = ["branch", "requirements_file", "repository_token"];

/** @param {Values} values */
const settings = (values) => ({
    start_command: values.start_command,
    port: Number(values.port),
    branch: values.branch || null,
    requirements_file: values.no_requirements ? "" : values.requirements_file || null,
    gpus: Number(values.gpus),
    memory_gib: values.memory_gib ? Number(values.memory_gib) : null,
    shared_with: people(values.shared_with),
    environment: values.environment,
});

/** An app's settings as the form shows them. @param {import("./store.js").App} app @returns {Values} */
export const valuesOf = (app) => ({
    start_command: app.start_command,
    port: String(app.port),
    branch: app.branch ?? "",
    requirements_file: app.requirements_file ?? "",
    no_requirements: app.requirements_file === "",
    gpus: String(app.gpus),
    memory_gib: app.memory_gib === null ? "" : String(app.memory_gib),
    shared_with: app.shared_with.join(", "),
    environment: app.environment,
});

/** The body that adds an app: what was left empty is left out. @param {Values} values */
export const newApp = (values) => {
    const { repository, name, repository_token } = values;
    const { requirements_file, ...others } = settings(values);
    const isGiven = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.length > 0 : value || value === 0);
    const given = Object.entries({ name, repository, ...others, repository_token }).filter(([, value]) => isGiven(value));
    return { ...Object.fromEntries(given), ...(requirements_file !== null && { requirements_file }) };
};

/**
 * The body that changes an app: only what differs; of a list all of it, but secrets only where they were replaced.
 * @param {import("./store.js").App} app
 * @param {Values} values
 * @returns {Record<string, unknown>}
 */
export const changes = (app, values) => {
    const before = new Map(Object.entries(settings(valuesOf(app))).map(([key, value]) => [key, JSON.stringify(value)]));
    const differing = Object.entries(settings(values)).filter(([key, value]) => JSON.stringify(value) !== before.get(key));
    const token = values.remove_token ? "" : values.repository_token || undefined;
    return { ...Object.fromEntries(differing), ...(token !== undefined && { repository_token: token }) };
};

/**
 * When changed settings take effect: sharing at once, the others with a deployment.
 * @param {object} body
 * @returns {"nothing"|"at once"|"restart"|"redeploy"}
 */
export const effect = (body) => {
    const keys = Object.keys(body);
    if (keys.length === 0) return "nothing";
    if (keys.some((key) => FETCHED.includes(key))) return "redeploy";
    return keys.every((key) => key === "shared_with") ? "at once" : "restart";
};
