// The server decides; these answer sooner, in the same sentences (Sources/Model/Values and Sources/Model/GPUs).

/** @type {Record<string, Rule>} */
export const rules = {
	name: (value) => {
		if (!value) return "Enter a name.";
		if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value) || value.includes("--")) {
			return "Use up to 40 lowercase letters, digits and single hyphens, starting with a letter and not ending with a hyphen.";
		}
		return "";
	},
	repository: (value) => {
		if (!value) return "Enter the HTTPS URL of a Git repository.";
		if (!/^https:\/\//i.test(value)) return "Use a URL that starts with https://.";
		if (value.split("/")[2]?.includes("@")) return "Remove the user name or token from the URL: it would appear in logs.";
		if (!/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~+-]+)+\/?$/i.test(value)) {
			return "Use a URL like https://github.com/owner/project, with only letters, digits and . _ ~ + - in names.";
		}
		return value.length > 512 ? "The URL is longer than 512 bytes." : "";
	},
	branch: (value) =>
		!value || (REFERENCE.test(value) && !UNREFERENCE.test(value) && bytes(value) <= 200)
			? ""
			: "Use the name of a branch or tag, or a full commit ID: letters, digits and . _ / + - # @ = , %, without “..”.",
	requirements_file: (value) =>
		/^\/|\\|:|(^|\/)\.\.?(\/|$)/.test(value)
			? "Use a path inside the repository, such as requirements.txt or docker/requirements.txt."
			: "",
	start_command: (value) => {
		if (!value.trim()) return "Enter the command that starts the app, such as python app.py.";
		return bytes(value) > 4096 ? "The command is longer than 4096 bytes." : "";
	},
	port: (value) => {
		if (!value) return "";
		return /^\d{1,5}$/.test(value) && +value >= 1 && +value <= 65535 ? "" : "The port must be a whole number from 1 to 65535.";
	},
	gpus: (value) => (/^\d{1,2}$/.test(value) && +value <= 16 ? "" : "Enter 0 to 16 GPUs."),
	memory_gib: (value) => upTo(4096, "GiB", value),
	gpu_memory_gib: (value) => upTo(1024, "GiB of GPU memory", value),
	gpu_sharing: () => "",
	lease_hours: (value) => upTo(8760, "hours", value),
	idle_minutes: (value) => upTo(10080, "minutes", value),
	shared_with: (value) => {
		const wrong = people(value).find((entry) => /^@?$|\p{C}/u.test(entry) || bytes(entry.replace(/^@/, "")) > 128);
		if (wrong === undefined) return "";
		return `Enter a user such as alice, a group such as @research, or * for everyone; “${wrong}” is not valid.`;
	},
	repository_token: (value) =>
		/^([!-~]{8,1024})?$/.test(value) ? "" : "Use 8 to 1024 printable ASCII characters without spaces.",
	repository_user: (value) => (/^[ -9;-~]{0,255}$/.test(value) ? "" : "Use 1 to 255 printable ASCII characters without a colon."),
	build: () => "",
	installer: () => "",
	system_packages: (value) => {
		const wrong = words(value).find((name) => !/^[a-z0-9][a-z0-9+.-]{1,127}$/.test(name));
		if (wrong === undefined) return tooMany(words(value), 100, "packages");
		return `Use the names of Debian packages, such as ffmpeg: lowercase letters, digits and + . -; “${wrong}” is not valid.`;
	},
	extra_requirements: (value) => requirementLines(value, 100),
	skip_requirements: (value) => requirementLines(value, 200),
	image: (value) =>
		/^([\w.:/@-]{0,512})$/.test(value) ? "" : "Use the name of an image, such as python:3.11-slim or ghcr.io/owner/image:tag.",
	variable_name: (value) => {
		if (!value) return "Enter a name.";
		if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(value)) {
			return "Use up to 128 letters, digits and underscores, not starting with a digit.";
		}
		return RESERVED.find(([names]) => names.test(value))?.[1](value) ?? "";
	},
	variable_value: (value) => {
		if (/\p{Cc}/u.test(value)) return "Use one line without control characters; put longer text in a file.";
		return bytes(value) > 32768 ? "The value is longer than 32768 bytes." : "";
	},
	secret_value: (value) => (bytes(value) < 8 ? "A secret must have at least 8 bytes." : rules.variable_value(value)),
};

/** @returns {string}  the error of the minutes, given the port */
export const idleNeedsPort = (minutes, port) =>
	minutes && !port.trim() ? "An app without a port has no link that could start it again: leave this empty." : "";

/** The rule for a variable of a template. */
export const limits = ({ name, type, required, min = null, max = null, max_length = null, choices = [] }) => (value) => {
	if (!value) return required ? `Enter a value for ${name}.` : "";
	if (max_length !== null && bytes(value) > max_length) return `Enter at most ${max_length} bytes.`;
	if (type === "boolean" && !["true", "false"].includes(value)) return "Enter true or false.";
	if (type === "choice" && !choices.includes(value)) return `Choose from ${choices.join(", ")}.`;
	if (type !== "number") return "";
	if (!/^-?\d{1,15}$/.test(value)) return "Enter a whole number.";
	if (min !== null && Number(value) < min) return `Enter ${min} or more.`;
	return max !== null && Number(value) > max ? `Enter ${max} or less.` : "";
};

/** Names that reach beyond the app's own programs, and why. @type {[RegExp, (name: string) => string][]} */
const RESERVED = [
	[/^(PATH|HOME|VIRTUAL_ENV)$|^DCC_/i, (name) => `The control center sets ${name} itself. Choose another name.`],
	[
		/^NVIDIA_(VISIBLE_DEVICES|DRIVER_CAPABILITIES|DISABLE_REQUIRE|IMEX_CHANNELS|GDS|GDRCOPY|MOFED|NVSWITCH)$|^(NVIDIA_(REQUIRE|MIG|CTK)|DOCKER_RESOURCE)_/i,
		(name) => `The control center sets ${name} itself, because it decides which GPUs the container gets.`,
	],
	[/^LD_/i, (name) => `NVIDIA's tools would use ${name} too, on the machine itself. Set it in the start command.`],
	[
		/^DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION|CUSTOM_HEADERS|DEFAULT_PLATFORM)$|^COMPOSE_/i,
		(name) => `Docker would use ${name} too. If the app needs it, set it in the start command.`,
	],
	[/^(BASH_ENV|PYTHONHOME)$/i, (name) => `The installation would use ${name} too. Set it in the start command.`],
];

/** A branch, a tag or a commit ID: letters and digits of any script, and what git-check-ref-format(1) allows of the rest. */
const REFERENCE = /^([\w./+#@=,%-]|(?!\p{ASCII})[\p{L}\p{M}\p{N}\p{So}\p{Sk}])+$/u;
const UNREFERENCE = /^(-|@$|HEAD$)|(^|\/)(\.|\/|$)|\.lock(\/|$)|\.\.|@\{|\.$/;

const upTo = (most, unit, value) =>
	!value || (/^\d{1,5}$/.test(value) && +value >= 1 && +value <= most) ? "" : `Enter 1 to ${most} ${unit}, or leave it empty.`;

const tooMany = (list, most, noun) => (list.length > most ? `Enter ${most} ${noun} at most.` : "");

const requirementLines = (value, most) => {
	const all = lines(value);
	if (all.some((line) => bytes(line) > 1024)) return "A line is longer than 1024 bytes.";
	if (all.some((line) => /\p{Cc}|[\u2028-\u202e\u2066-\u2069\u061c\u200e\u200f]/u.test(line))) {
		return "Use lines without control characters or invisible direction marks.";
	}
	return tooMany(all, most, "lines");
};

export const words = (text) => text.split(/\s+/).filter(Boolean);

export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

const bytes = (text) => new TextEncoder().encode(text).length;

export const people = (text) => text.split(/[\s,]+/).filter(Boolean);

export const suggestName = (repository) => {
	const last = repository.replace(/\/+$/, "").split("/").at(-1) ?? "";
	const name = last
		.replace(/\.git$/, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^[^a-z]+/, "")
		.slice(0, 40)
		.replace(/-+$/, "");
	return repository.split("/").length > 3 ? name : "";
};

/** The plan stays in sight with its button, so it has to be short. */
const shortened = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** `dependencies` are those that an inspection found. */
export const plan = (form, installsNothing, appsDomain, dependencies = null) => {
	const branch = shortened(form.branch) || "the default branch";
	const isBuilt = form.build === "dockerfile";
	const installation = installsNothing
		? "installs nothing"
		: `installs ${form.requirements_file || dependencies?.files[0] || "requirements.txt if present"}`;
	const work = isBuilt ? "builds its Dockerfile" : installation;
	const command = isBuilt && !form.start_command.trim() ? "its image" : `“${shortened(form.start_command)}”`;
	const gpus = form.gpus === "0" ? "without a GPU" : `with ${form.gpus} GPU${form.gpus === "1" ? "" : "s"}`;
	const port = form.port ? `port ${form.port}` : "without a port and a link";
	const link = form.port && appsDomain ? `, link https://${form.name}.${appsDomain}/` : "";
	const repository = shortened(form.repository.replace(/^https:\/\//, ""));
	return `Clones ${branch} of ${repository}, ${work}, runs ${command} ${gpus}, ${port}${link}`;
};
