import { lines, people, words } from "./rules.js";

const FETCHED = [
	"repository", "branch", "build", "requirements_file", "repository_token", "repository_user", "installer", "system_packages", "extra_requirements",
	"skip_requirements", "image",
];

const AT_ONCE = ["shared_with", "idle_minutes"];

const OPTIONAL = ["memory_gib", "gpu_memory_gib", "lease_hours", "idle_minutes"];

const settings = (values) => ({
	repository: values.repository,
	build: values.build,
	start_command: values.start_command,
	port: values.port ? Number(values.port) : null,
	branch: values.branch || null,
	requirements_file: values.no_requirements ? "" : values.requirements_file || null,
	extra_requirements: lines(values.extra_requirements),
	skip_requirements: lines(values.skip_requirements),
	installer: values.installer,
	system_packages: words(values.system_packages),
	image: values.image || null,
	models: values.models,
	repository_user: values.repository_user || null,
	gpus: Number(values.gpus),
	gpu_sharing: values.gpu_sharing,
	...Object.fromEntries(OPTIONAL.map((name) => [name, values[name] ? Number(values[name]) : null])),
	shared_with: people(values.shared_with),
	environment: values.environment,
});

export const valuesOf = (app) => ({
	repository: app.repository,
	build: app.build,
	start_command: app.start_command,
	port: String(app.port ?? ""),
	branch: app.branch ?? "",
	requirements_file: app.requirements_file ?? "",
	no_requirements: app.requirements_file === "",
	extra_requirements: app.extra_requirements.join("\n"),
	skip_requirements: app.skip_requirements.join("\n"),
	installer: app.installer,
	system_packages: app.system_packages.join(" "),
	image: app.image ?? "",
	models: app.models,
	repository_user: app.repository_user ?? "",
	gpus: String(app.gpus),
	gpu_sharing: app.gpu_sharing,
	...Object.fromEntries(OPTIONAL.map((name) => [name, String(app[name] ?? "")])),
	shared_with: app.shared_with.join(", "),
	environment: app.environment,
});

/** The request that adds an app: empty fields are left out, but for the port, which the server wants to be told that there is none. */
export const newApp = (values) => {
	const { name, repository_token } = values;
	const { build, requirements_file, gpu_sharing, installer, port, ...others } = settings(values);
	const isGiven = (value) => (Array.isArray(value) ? value.length > 0 : value || value === 0);
	const given = Object.entries({ name, ...others, repository_token }).filter(([, value]) => isGiven(value));
	return {
		...Object.fromEntries(given),
		port,
		...(build === "dockerfile" && { build }),
		...(requirements_file !== null && { requirements_file }),
		...(gpu_sharing === "shared" && { gpu_sharing }),
		...(installer !== "uv" && { installer }),
	};
};

/** The request that changes an app: only differences. A list is sent whole, secrets only where replaced. */
export const changes = (app, values) => {
	const before = new Map(Object.entries(settings(valuesOf(app))).map(([key, value]) => [key, JSON.stringify(value)]));
	const differing = Object.entries(settings(values)).filter(([key, value]) => JSON.stringify(value) !== before.get(key));
	const token = values.remove_token ? "" : values.repository_token || undefined;
	return { ...Object.fromEntries(differing), ...(token !== undefined && { repository_token: token }) };
};

export const effect = (body) => {
	const keys = Object.keys(body);
	if (keys.length === 0) return "nothing";
	if (keys.some((key) => FETCHED.includes(key))) return "redeploy";
	return keys.every((key) => AT_ONCE.includes(key)) ? "at once" : "restart";
};

/** A Dockerfile is built where it may be and nothing speaks for Python. */
export const suggestBuild = (dependencies, mayBuild) =>
	mayBuild && dependencies?.dockerfile && !dependencies.is_python ? "dockerfile" : "python";

/** An image starts itself, on the port that its Dockerfile exposes. */
export const suggest = ({ branch, branches, requirements_files, start_commands, ports, dependencies }, build = "python") => ({
	start_command: {
		...(build === "dockerfile" ? { value: "", why: "" } : { value: start_commands[0]?.command ?? "", why: start_commands[0]?.why ?? "" }),
		options: start_commands.map(({ command }) => command),
	},
	port: suggestPort(ports, build),
	branch: { value: "", why: branches.length > 1 ? `${branches.length} branches, ${branch} is the default` : "", options: branches },
	requirements_file: {
		// Without a name, what the inspection found is installed.
		value: dependencies?.source ? "" : (requirements_files[0] ?? ""),
		why: requirements_files.length ? `found ${requirements_files.join(", ")}` : "", options: requirements_files,
	},
});

const suggestPort = (ports, build) => {
	const exposed = build === "dockerfile" ? ports.find(({ why }) => why.endsWith("EXPOSE")) : undefined;
	const best = exposed ?? ports[0];
	return { value: String(best?.port ?? ""), why: best?.why ?? "", options: ports.map(({ port }) => String(port)) };
};

/** The fields to fill: empty ones, unless they were emptied by hand, and those that hold a suggestion for another repository. */
export const fills = (suggestions, values, ours, emptied = new Set()) =>
	Object.entries(suggestions)
		.filter(([name, { value }]) => (values[name] === "" ? value && !emptied.has(name) : values[name] === ours.get(name)))
		.map(([name, { value }]) => [name, value]);
