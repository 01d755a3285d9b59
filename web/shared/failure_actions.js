// What a failure's button changes: settings, before the app is deployed again.

const merged = (list, more) => [...new Set([...list, ...more])];

const withVariable = (environment, { name, value }) => {
	const variable = { name, value, secret: false };
	const isNew = !environment.some((other) => other.name === name);
	return isNew ? [...environment, variable] : environment.map((other) => (other.name === name ? variable : other));
};

const PATCHES = {
	change_port: ({ port }) => ({ port }),
	add_system_packages: ({ packages, start_command }, app) => ({
		system_packages: merged(app.system_packages, packages), ...(start_command && { start_command }),
	}),
	add_requirements: ({ requirements }, app) => ({ extra_requirements: merged(app.extra_requirements, requirements) }),
	skip_requirements: ({ requirements, instead }, app) => ({
		skip_requirements: merged(app.skip_requirements, requirements),
		...(instead.length > 0 && { extra_requirements: merged(app.extra_requirements, instead) }),
	}),
	use_installer: ({ installer }) => ({ installer }),
	set_memory: ({ memory_gib }) => ({ memory_gib }),
	// Sent whole; the server keeps a secret that comes without its value.
	set_variable: (variable, app) => ({ environment: withVariable(app.environment, variable) }),
	change_start_command: ({ start_command }) => ({ start_command }),
	build_dockerfile: () => ({ build: "dockerfile", start_command: "" }),
	redeploy: () => ({}),
};

/** The change of settings, given the current ones; empty where deploying again is enough. */
export const patchOf = (action, app) => PATCHES[action.kind](action, app);
