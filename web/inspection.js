// @ts-check
// What the server found in a repository, as suggestions for a form. Pure.

/**
 * @typedef {{branch: string, branches: string[], requirements_files: string[], start_commands: {command: string, why: string}[],
 *   ports: {port: number, why: string}[]}} Inspection
 * @typedef {Record<string, {value: string, why: string, options: string[]}>} Suggestions  by field; an empty value is none
 */

/** @param {Inspection} inspection @returns {Suggestions} */
export const suggest = ({ branch, branches, requirements_files, start_commands, ports }) => ({
    start_command: { value: start_commands[0]?.command ?? "", why: start_commands[0]?.why ?? "", options: start_commands.map(({ command }) => command) },
    port: { value: String(ports[0]?.port ?? ""), why: ports[0]?.why ?? "", options: ports.map(({ port }) => String(port)) },
    branch: { value: "", why: branches.length > 1 ? `${branches.length} branches, ${branch} is the usual one` : "", options: branches },
    requirements_file: {
        // The one that is looked for anyway need not be named.
        value: requirements_files.includes("requirements.txt") ? "" : (requirements_files[0] ?? ""),
        why: requirements_files.length ? `found ${requirements_files.join(", ")}` : "", options: requirements_files,
    },
});

/**
 * The fields to write: those that are empty, or hold what was suggested for another repository.
 * @param {Suggestions} suggestions
 * @param {Record<string, any>} values
 * @param {Map<string, string>} ours  what was written before, by field
 * @returns {[string, string][]}
 */
export const fills = (suggestions, values, ours) =>
    Object.entries(suggestions)
        .filter(([name, { value }]) => (values[name] === "" ? value : values[name] === ours.get(name)))
        .map(([name, { value }]) => [name, value]);
