// Addresses such as "#/audit?app=demo" and "#/apps/demo/logs".

export const SECTIONS = ["overview", "usage", "logs", "deployments", "settings"];

export const PARTS = ["apps", "capacity", "audit", "system"];

export const parse = (hash) => {
	const app = /^#\/apps\/([a-z0-9-]+)(?:\/([a-z]*))?$/.exec(hash);
	const parameters = new URLSearchParams();
	if (app) return { view: "app", name: app[1], section: SECTIONS.find((name) => name === app[2]) ?? SECTIONS[0], parameters };
	const match = /^#\/([a-z]*)(?:\?(.*))?$/.exec(hash);
	if (hash && !match) return { view: null, parameters };
	return { view: PARTS.find((part) => part === match?.[1]) ?? "apps", parameters: new URLSearchParams(match?.[2] ?? "") };
};

export const addressOf = (view, parameters) => {
	const given = Object.entries(parameters).filter(([, value]) => value !== "");
	return given.length ? `#/${view}?${new URLSearchParams(given)}` : `#/${view}`;
};
