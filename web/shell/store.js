/** @type {State} */
export const initialState = {
	instance: null, revision: null, apps: new Map(), host: null, me: null, refusal: null, connection: "connecting",
};

export const reduce = (state, message) => {
	switch (message.type) {
		case "connection":
			return { ...state, connection: message.connection };
		case "me":
			return { ...state, me: message.me };
		case "refused":
			// Another person may look at the page now.
			return { ...initialState, refusal: message.refusal, connection: "live" };
		case "host":
			// Not if access was refused meanwhile.
			return state.host === null ? state : { ...state, host: message.host };
		case "status": {
			const { instance, revision, full, apps, removed, host } = message.status;
			const isNews = full || apps.length > 0 || removed.length > 0;
			const known = isNews ? new Map(full ? [] : state.apps) : state.apps;
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
	#listeners = [];

	subscribe(listener) {
		this.#listeners.push(listener);
	}

	dispatch(message) {
		const before = this.state;
		this.state = reduce(before, message);
		for (const listener of this.#listeners) listener(this.state, message, before);
	}
}
