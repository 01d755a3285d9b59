// Imports nothing: the waiting page of nginx loads it too.

const STATES = {
	queued: { word: "Queued", kind: "waiting" },
	cloning: { word: "Cloning", kind: "working" },
	waiting_for_gpu: { word: "Waiting for a GPU", kind: "waiting" },
	pulling: { word: "Pulling image", kind: "working" },
	installing: { word: "Installing", kind: "working" },
	starting: { word: "Starting", kind: "working" },
	running: { word: "Running", kind: "running" },
	unhealthy: { word: "Unhealthy", kind: "attention" },
	stopping: { word: "Stopping", kind: "working" },
	stopped: { word: "Stopped", kind: "stopped" },
	failed: { word: "Failed", kind: "failed" },
	removing: { word: "Removing", kind: "working" },
	unknown: { word: "Unknown", kind: "unknown" },
};

/** Needs attention first, then in progress, running, and the rest. */
const ORDER = ["failed", "attention", "unknown", "waiting", "working", "running", "stopped"];

export const stateWords = (state) => STATES[state] ?? { word: state, kind: "unknown" };

export const rank = (state) => ORDER.indexOf(stateWords(state).kind);

/** Neither running nor about to. */
export const isAtRest = (state) => ["failed", "stopped"].includes(stateWords(state).kind);

export const STEPS = [
	{ word: "Clone", steps: ["clone", "inspect"] },
	{ word: "Image", steps: ["pull", "image"] },
	{ word: "Install", steps: ["install"] },
	{ word: "Start", steps: ["place", "start"] },
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
