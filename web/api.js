// @ts-check
// The one module that knows addresses.

/** An error that the server explained (RFC 9457), or one on the way to it. */
export class Problem extends Error {
    /**
     * @param {number} status  0 when the server was not reached
     * @param {string} detail
     * @param {{field: string, code: string, message: string}[]} errors
     */
    constructor(status, detail, errors = []) {
        super(detail);
        this.status = status;
        this.errors = errors;
    }

    /** All that it says, where there are no fields to say it at. */
    get words() {
        return [this.message, ...this.errors.map(({ message }) => message)].join(" ");
    }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
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

/**
 * @param {string} method
 * @param {string} path
 * @param {object} body
 * @param {Record<string, string>} [headers]
 * @param {AbortSignal} [signal]
 */
const change = (method, path, body, headers = {}, signal) =>
    call(path, {
        method,
        signal,
        headers: { "Content-Type": "application/json", "X-DCC": "page", ...headers },
        body: JSON.stringify(body),
    });

/** @param {string} name */
const app = (name) => `/api/apps/${encodeURIComponent(name)}`;

/** @param {Record<string, string|number|null>} parameters */
const query = (parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
    return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
};

export const api = {
    /**
     * @param {{instance: string|null, after: number|null}} known
     * @param {AbortSignal} signal
     * @returns {Promise<import("./store.js").Status>}
     */
    status: (known, signal) => call(`/api/status?${query(known)}`, { signal }),

    /** @param {AbortSignal} [signal] @returns {Promise<import("./me.js").Me>} */
    me: (signal) => call("/api/me", { signal }),

    /** @param {object} form @param {string} key  the same for each try of one submission */
    add: (form, key) => change("POST", "/api/apps", form, { "Idempotency-Key": key }),

    /**
     * @param {{repository: string, branch?: string, repository_token?: string}} source
     * @param {AbortSignal} signal
     * @returns {Promise<import("./inspection.js").Inspection>}
     */
    inspect: (source, signal) => change("POST", "/api/repositories/inspect", source, {}, signal),

    /** @param {string} name @param {"start"|"stop"|"restart"|"redeploy"} action */
    act: (name, action) => change("POST", `${app(name)}/${action}`, {}),

    /** @param {string} name @returns {Promise<import("./store.js").App>} */
    app: (name) => call(app(name)),

    /** @param {string} name @param {object} settings  those that change */
    change: (name, settings) => change("PATCH", app(name), settings),

    /** @param {string} name */
    remove: (name) => change("DELETE", app(name), {}),

    /**
     * @param {string} name
     * @param {{instance: string|null, after: number|null, source: string}} known
     * @param {AbortSignal} signal
     */
    logs: (name, known, signal) => call(`${app(name)}/logs?${query(known)}`, { signal }),

    /**
     * The newest lines that are older than this one.
     * @param {string} name @param {number} before @param {string} source
     * @returns {Promise<{lines: import("./log_window.js").Line[], more: boolean}>}
     */
    olderLogs: (name, before, source) => call(`${app(name)}/logs?${query({ before, source })}`),

    /** The address of all kept lines as a file. @param {string} name @param {string} source */
    logFile: (name, source) => `${app(name)}/logs?${query({ format: "text", source })}`,

    /** @param {string} name @param {AbortSignal} signal @returns {Promise<{deployments: import("./store.js").Deployment[]}>} */
    deployments: (name, signal) => call(`${app(name)}/deployments`, { signal }),

    /** @param {string} name @param {number} id @returns {Promise<Record<"lines"|"run_lines", import("./log_window.js").Line[]>>} */
    deployment: (name, id) => call(`${app(name)}/deployments/${id}`),

    /** @param {string} name @param {number} deployment  the one to go back to */
    rollBack: (name, deployment) => change("POST", `${app(name)}/rollback`, { deployment }),

    /**
     * @param {Record<string, string>} filters
     * @param {number|null} before  the entries older than this one
     * @param {AbortSignal} signal
     * @returns {Promise<{entries: import("./audit_row.js").Entry[], next: number|null}>}
     */
    audit: (filters, before, signal) => call(`/api/audit?${query({ ...filters, before })}`, { signal }),

    /** The address of the audit log's newest thousand entries as a file. @param {Record<string, string>} filters @param {string} format */
    auditFile: (filters, format) => `/api/audit?${query({ ...filters, format, limit: 1000 })}`,
};
