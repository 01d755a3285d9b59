// The one module that knows addresses.

/** An error that the server explained (RFC 9457), or one on the way to it. */
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

	/** Whether asking the same again leads nowhere. */
	get isFinal() {
		return this.status >= 400 && this.status < 500;
	}

	/** All that it says, where there are no fields to say it at. */
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
		throw new Problem(0, "The control center cannot be reached.");
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

const query = (parameters) => {
	const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
	return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
};

export const api = {
	/** @returns {Promise<Status>} */
	status: (known, signal) => call(`/api/status?${query(known)}`, { signal }),

	/** @returns {Promise<Me>} */
	me: (signal) => call("/api/me", { signal }),

	/** @param {string} key  the same for each try of one submission */
	add: (form, key) => change("POST", "/api/apps", form, { "Idempotency-Key": key }),

	/** @returns {Promise<Inspection>} */
	inspect: (source, signal) => change("POST", "/api/repositories/inspect", source, {}, signal),

	act: (name, action) => change("POST", `${app(name)}/${action}`, {}),

	/** @returns {Promise<App>} */
	app: (name) => call(app(name)),

	/** @param name  null for the machine @returns {Promise<UsageAnswer>} */
	usage: (name, range, signal) => call(`${used(name)}?${query({ range })}`, { signal }),

	usageFile: (name, range) => `${used(name)}?${query({ range, format: "csv" })}`,

	/** @returns {Promise<CapacityReport>} */
	capacity: (days, signal) => call(`/api/capacity?${query({ days })}`, { signal }),

	/** @returns {Promise<{fits: boolean, why: string, position: number|null}>} */
	fit: (wish, signal) => call(`/api/gpus/fit?${query(wish)}`, { signal }),

	renew: (name) => change("POST", `${app(name)}/lease`, {}),

	moveToFront: (name) => change("POST", `${app(name)}/line`, { position: 1 }),

	change: (name, settings) => change("PATCH", app(name), settings),

	remove: (name) => change("DELETE", app(name), {}),

	logs: (name, known, signal) => call(`${app(name)}/logs?${query(known)}`, { signal }),

	/** @returns {Promise<{lines: Line[], more: boolean}>} */
	olderLogs: (name, before, source) => call(`${app(name)}/logs?${query({ before, source })}`),

	logFile: (name, source) => `${app(name)}/logs?${query({ format: "text", source })}`,

	/** @returns {Promise<{deployments: Deployment[]}>} */
	deployments: (name, signal) => call(`${app(name)}/deployments`, { signal }),

	deployment: (name, id) => call(`${app(name)}/deployments/${id}`),

	rollBack: (name, deployment) => change("POST", `${app(name)}/rollback`, { deployment }),

	/** @returns {Promise<{orphans: Orphan[]}>} */
	orphans: (signal) => call("/api/system/orphans", { signal }),

	/** @returns {Promise<CleanupReceipt>} */
	cleanUp: (ids) => change("POST", "/api/system/cleanup", { ids }),

	/** @returns {Promise<Backups>} */
	backups: (signal) => call("/api/system/backups", { signal }),

	/** @returns {Promise<{entries: Entry[], next: number|null}>} */
	audit: (filters, before, signal) => call(`/api/audit?${query({ ...filters, before })}`, { signal }),

	/** The newest thousand. */
	auditFile: (filters, format) => `/api/audit?${query({ ...filters, format, limit: 1000 })}`,
};
