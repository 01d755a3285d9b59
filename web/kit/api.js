// The only module that knows the server's addresses.

/** A problem document of the server (RFC 9457), or a network error. */
export class Problem extends Error {
	/** @param {number} status  0 when the server was not reached */
	constructor(status, detail, errors = []) {
		super(detail);
		this.status = status;
		this.errors = errors;
	}

	static of(error) {
		return error instanceof Problem ? error : new Problem(0, String(error));
	}

	get isFinal() {
		return this.status >= 400 && this.status < 500;
	}

	get words() {
		return [this.message, ...this.errors.map(({ message }) => message)].join(" ");
	}
}

const call = async (path, options = {}) => {
	let response;
	try {
		response = await fetch(path, { cache: "no-store", ...options });
	} catch (error) {
		if (options.signal?.aborted) throw error;
		throw new Problem(0, "The control center is unreachable.");
	}
	const body = await response.json().catch(() => null);
	if (response.ok) return body;
	throw new Problem(response.status, body?.detail ?? `The server answered ${response.status}.`, body?.errors);
};

const change = (method, path, body, headers = {}, signal) =>
	call(path, {
		method,
		signal,
		headers: { "Content-Type": "application/json", "X-DCC": "page", ...headers },
		body: JSON.stringify(body),
	});

const app = (name) => `/api/apps/${encodeURIComponent(name)}`;

const used = (name) => `${name === null ? "/api/host" : app(name)}/usage`;

/** Equals what index.html preloads when nothing is known. */
const statusAddress = (known) => ["/api/status", query(known)].filter(Boolean).join("?");

const query = (parameters) => {
	const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
	return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
};

/** @type {API} */
export const api = {
	status: (known, signal) => call(statusAddress(known), { signal }),

	host: (signal) => call("/api/host", { signal }),

	me: (signal) => call("/api/me", { signal }),

	// The key is the same for each retry of one submission.
	add: (form, key) => change("POST", "/api/apps", form, { "Idempotency-Key": key }),

	inspect: (source, signal) => change("POST", "/api/repositories/inspect", source, {}, signal),

	templates: () => call("/api/templates"),

	images: () => call("/api/images"),

	models: () => call("/api/models"),

	act: (name, action) => change("POST", `${app(name)}/${action}`, {}),

	app: (name) => call(app(name)),

	usage: (name, range, signal) => call(`${used(name)}?${query({ range })}`, { signal }),

	usageFile: (name, range) => `${used(name)}?${query({ range, format: "csv" })}`,

	capacity: (days, signal) => call(`/api/capacity?${query({ days })}`, { signal }),

	fit: (wish, signal) => call(`/api/gpus/fit?${query(wish)}`, { signal }),

	renew: (name) => change("POST", `${app(name)}/lease`, {}),

	moveToFront: (name) => change("POST", `${app(name)}/line`, { position: 1 }),

	change: (name, settings) => change("PATCH", app(name), settings),

	remove: (name) => change("DELETE", app(name), {}),

	logs: (name, known, signal) => call(`${app(name)}/logs?${query(known)}`, { signal }),

	olderLogs: (name, before, source) => call(`${app(name)}/logs?${query({ before, source })}`),

	logFile: (name, source) => `${app(name)}/logs?${query({ format: "text", source })}`,

	deployments: (name, signal) => call(`${app(name)}/deployments`, { signal }),

	deployment: (name, id) => call(`${app(name)}/deployments/${id}`),

	keptFile: (name, id, path) => `${app(name)}/deployments/${id}/files?path=${encodeURIComponent(path)}`,

	rollBack: (name, deployment) => change("POST", `${app(name)}/rollback`, { deployment }),

	/** @param {number | null} after  the revision that is known */
	orphans: (after, signal) => call(`/api/system/orphans?${query({ after })}`, { signal }),

	searchOrphans: (signal) => change("POST", "/api/system/orphans/search", {}, {}, signal),

	cleanUp: (ids) => change("POST", "/api/system/cleanup", { ids }),

	backups: (signal) => call("/api/system/backups", { signal }),

	audit: (filters, before, signal) => call(`/api/audit?${query({ ...filters, before })}`, { signal }),

	auditFile: (filters, format) => `/api/audit?${query({ ...filters, format, limit: 1000 })}`,
};
