// States, deployments, numbers and times in words.

const STATES = {
	queued: { word: "Queued", kind: "waiting" },
	cloning: { word: "Cloning", kind: "working" },
	waiting_for_gpu: { word: "Waiting for a GPU", kind: "waiting" },
	pulling: { word: "Getting the image", kind: "working" },
	installing: { word: "Installing", kind: "working" },
	starting: { word: "Starting", kind: "working" },
	running: { word: "Running", kind: "running" },
	unhealthy: { word: "Not answering", kind: "attention" },
	stopping: { word: "Stopping", kind: "working" },
	stopped: { word: "Stopped", kind: "stopped" },
	failed: { word: "Failed", kind: "failed" },
	removing: { word: "Removing", kind: "working" },
	unknown: { word: "Unknown", kind: "unknown" },
};

/** What needs a person first, then what is happening, then what runs, then the rest. */
const ORDER = ["failed", "attention", "unknown", "waiting", "working", "running", "stopped"];

export const stateWords = (state) => STATES[state] ?? { word: state, kind: "unknown" };

export const rank = (state) => ORDER.indexOf(stateWords(state).kind);

export const STEPS = [
	{ word: "Clone", steps: ["clone", "inspect"] },
	{ word: "Image", steps: ["place", "pull"] },
	{ word: "Install", steps: ["install"] },
	{ word: "Start", steps: ["start"] },
	{ word: "Check", steps: ["health"] },
];

export const stepIndex = (step) => STEPS.findIndex((entry) => entry.steps.includes(step));

export const actionsFor = (state) => {
	const kind = stateWords(state).kind;
	const busy = kind === "working" || kind === "waiting";
	return {
		start: state === "stopped" || state === "failed",
		restart: state === "running" || state === "unhealthy",
		redeploy: !busy && state !== "unknown",
		stop: state !== "stopped" && state !== "stopping" && state !== "removing" && state !== "failed",
		remove: true,
		open: state === "running" || state === "unhealthy",
	};
};

const UNITS = {
	size: [1000, "B", "kB", "MB", "GB", "TB"],
	bytes: [1024, "B", "KiB", "MiB", "GiB", "TiB"],
	rate: [1000, "B/s", "kB/s", "MB/s", "GB/s"],
	percent: [Infinity, "%"],
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
	return `${count >= 10 || isSmallest ? Math.round(count) : count.toFixed(1)} ${unit}`;
};

export const gib = (bytes, whole = 0) => {
	const number = (count) => (count / 2 ** 30).toFixed(count < 10 * 2 ** 30 ? 1 : 0);
	return `${number(bytes)}${whole ? ` of ${number(whole)}` : ""} GiB`;
};

export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export const farewell = ({ name, receipt }) => {
	if (!receipt) return `${name} is no longer shared with you.`;
	const { containers, networks, workspace_bytes, host_port } = receipt;
	const parts = [plural(containers, "container"), plural(networks, "network"), `${size(workspace_bytes)} of workspace`, `port ${host_port}`];
	return `${name} is removed: ${parts.join(", ")}.`;
};

const REASONS = { onboard: "First deployment", start: "Start", restart: "Restart", redeploy: "Redeploy", rollback: "Rollback", wake: "Woken by a visit" };

const OUTCOMES = {
	succeeded: { word: "Succeeded", kind: "running" },
	failed: { word: "Failed", kind: "failed" },
	cancelled: { word: "Cancelled", kind: "stopped" },
};

const SIGNALS = { 1: "hangup", 2: "interrupt", 4: "illegal instruction", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "kill",
	11: "segmentation fault", 13: "broken pipe", 15: "terminate" };

export const reasonWords = ({ reason }) => REASONS[reason] ?? reason;

export const outcomeWords = ({ outcome }) => OUTCOMES[outcome ?? ""] ?? { word: "Under way", kind: "working" };

/** How its container ended; nothing while it runs, and where it never came to be. */
export const endWords = ({ run }) => {
	if (!run) return "";
	const { outcome, exit_code } = run;
	if (outcome === "stopped") return "Stopped by somebody.";
	if (outcome === "released") return "Stopped by the control center: nobody used it, or its lease ended.";
	if (outcome === "replaced") return "Replaced by a newer deployment.";
	if (outcome === "vanished") return "Its container was taken away behind our back.";
	if (outcome === "out_of_memory") return "It was out of memory and was ended.";
	if (exit_code === null) return "It ended; nobody knows how.";
	if (exit_code === 0) return "It ended by itself, without an error.";
	if (exit_code <= 128) return `It ended by itself with exit code ${exit_code}.`;
	const signal = exit_code - 128;
	return `It was ended by signal ${signal}${SIGNALS[signal] ? ` (${SIGNALS[signal]})` : ""}.`;
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

export const leaseWords = ({ lease_ends_at }, now) => {
	if (!lease_ends_at) return "";
	const end = new Date(lease_ends_at);
	const isToday = end.toDateString() === new Date(now).toDateString();
	return `GPU until ${isToday ? "" : `${end.toLocaleDateString([], { day: "numeric", month: "short" })}, `}${clock(end)}`;
};

const inMinutes = (count) => (count < 60 ? `${count} s` : `${Math.floor(count / 60)} min ${count % 60} s`);

export const elapsed = (iso, now) => inMinutes(Math.max(0, Math.floor((now - Date.parse(iso)) / 1000)));

export const exact = (iso) => new Date(iso).toLocaleString();

export const seconds = (count) => (count < 9.95 ? `${count.toFixed(1)} s` : inMinutes(Math.round(count)));
