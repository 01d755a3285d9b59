// @ts-check
// What the page knows, and how news changes it. Pure but for the list of listeners.

/**
 * @typedef {import("./me.js").Me} Me
 * @typedef {{code: string, message: string, hint: string, step: string|null}} Failure
 * @typedef {{step: string, started_at: string, seconds: number|null}} StepTiming  no seconds: it runs
 * @typedef {{outcome: "exited"|"out_of_memory"|"stopped"|"replaced"|"vanished", exit_code: number|null, ended_at: string}} Run
 * @typedef {{id: number, reason: string, outcome: string|null, failure: Failure|null, requested_by: string,
 *   started_at: string, finished_at: string|null, commit: string|null, image: string|null, placement: string|null,
 *   target: string|null, steps: StepTiming[], run: Run|null}} Deployment  run: how its container ended
 * @typedef {{step: string, started_at: string, detail: string, usually_seconds: number|null}} Progress
 * @typedef {{name: string, state: string, owner: string, shared_with: string[], repository: string, branch: string|null,
 *   commit: string|null, requirements_file: string|null, start_command: string, port: number, gpus: number,
 *   memory_gib: number|null, environment: import("./variable_row.js").Variable[], has_repository_token: boolean,
 *   link: string, failure: Failure|null, deployment: Deployment|null,
 *   progress: Progress|null, changed_at: string}} App
 * @typedef {{docker: string, gpus: {uuid: string, index: number, name: string, total_memory_mib: number,
 *   used_memory_mib: number}[]|null, base_image: string, cpu?: {cores: number, used_percent: number|null}|null,
 *   memory?: {total_bytes: number, used_bytes: number}|null, disk?: {total_bytes: number, free_bytes: number}|null}} Host
 *   a part is null while nobody knows
 * @typedef {{containers: number, networks: number, workspace_bytes: number, host_port: number}} Receipt
 * @typedef {{instance: string, revision: number, full: boolean, apps: App[],
 *   removed: {name: string, receipt: Receipt|null}[], host?: Host}} Status  no receipt: it is no longer shared with us
 * @typedef {{title: string, text: string}} Refusal
 * @typedef {"connecting"|"live"|"reconnecting"} Connection
 * @typedef {{instance: string|null, revision: number|null, apps: Map<string, App>, host: Host|null, me: Me|null,
 *   refusal: Refusal|null, connection: Connection}} State  a refusal says why this person sees nothing
 * @typedef {{type: "status", status: Status}|{type: "me", me: Me}|{type: "refused", refusal: Refusal}
 *   |{type: "connection", connection: Connection}} Message
 */

/** @type {State} */
export const initialState = {
    instance: null, revision: null, apps: new Map(), host: null, me: null, refusal: null, connection: "connecting",
};

/**
 * @param {State} state
 * @param {Message} message
 * @returns {State}
 */
export const reduce = (state, message) => {
    switch (message.type) {
        case "connection":
            return { ...state, connection: message.connection };
        case "me":
            return { ...state, me: message.me };
        case "refused":
            // What was seen before may be others' to see now.
            return { ...initialState, refusal: message.refusal, connection: "live" };
        case "status": {
            const { instance, revision, full, apps, removed, host } = message.status;
            const known = new Map(full ? [] : state.apps);
            for (const app of apps) known.set(app.name, app);
            for (const { name } of removed) {
                if (!apps.some((app) => app.name === name)) known.delete(name);
            }
            return { ...state, instance, revision, apps: known, host: host ?? state.host, refusal: null, connection: "live" };
        }
    }
};

export class Store {
    state = initialState;
    /** @type {((state: State, message: Message, before: State) => void)[]} */
    #listeners = [];

    /** @param {(state: State, message: Message, before: State) => void} listener */
    subscribe(listener) {
        this.#listeners.push(listener);
    }

    /** @param {Message} message */
    dispatch(message) {
        const before = this.state;
        this.state = reduce(before, message);
        for (const listener of this.#listeners) listener(this.state, message, before);
    }
}
