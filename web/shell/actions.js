import { api, Problem } from "../kit/api.js";
import { ask, toast } from "../kit/messages.js";
import { actOnAll } from "../list/bulk.js";
import { patchOf } from "../shared/failure_actions.js";

export class Actions {
	#own;
	#openSettings;

	constructor(ownActions, openSettings) {
		this.#own = ownActions;
		this.#openSettings = openSettings;
	}

	add(form, key) {
		return this.#own.run(form.name, () => api.add(form, key));
	}

	perform({ kind, name, deployment, action }) {
		if (kind === "remove") this.#remove(name);
		else if (kind === "settings") this.attempt(() => this.#openSettings(name));
		else if (kind === "mend") this.attempt(() => this.#mend(name, action));
		else if (kind === "renew") this.attempt(() => api.renew(name));
		else if (kind === "front") this.attempt(() => api.moveToFront(name));
		else if (kind !== "rollback") this.attempt(() => this.#act(name, kind));
		else if (deployment) this.#rollBack(name, deployment);
	}

	/** `action` is what would mend a failure, for the kind “mend”. */
	async performOnAll(names, kind, action) {
		const perform = { mend: (name) => this.#mend(name, action), remove: (name) => api.remove(name) }[kind] ?? ((name) => this.#act(name, kind));
		await actOnAll(names, kind, perform);
	}

	async attempt(action) {
		try {
			await action();
		} catch (error) {
			toast(Problem.of(error).words, "error");
		}
	}

	#act(name, kind) {
		return this.#own.run(name, () => api.act(name, kind));
	}

	async #mend(name, action) {
		if (action.kind === "add_secret") return this.#openSettings(name, action.name);
		const patch = patchOf(action, await api.app(name));
		return this.#own.run(name, async () => {
			if (Object.keys(patch).length > 0) await api.change(name, patch);
			return api.act(name, "redeploy");
		});
	}

	async #remove(name) {
		if (await confirmRemoval(name)) this.attempt(() => api.remove(name));
	}

	async #rollBack(name, { id, commit }) {
		if (await confirmRollback(name, commit ?? "")) this.attempt(() => this.#own.run(name, () => api.rollBack(name, id)));
	}
}

const confirmRemoval = (name) => ask(
	`Remove ${name}?`,
	"Deletes its container, network, port and workspace with all files. Its history is kept.",
	"Remove", { typed: name, isDanger: true },
);

const confirmRollback = (name, commit) => ask(
	`Roll back ${name} to ${commit.slice(0, 9)}?`,
	"Deploys this commit with the current settings. The app is unavailable meanwhile. If the deployment fails, the current version is restored.",
	"Roll back",
);
