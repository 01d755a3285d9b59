// The machine's GPUs: what uses their memory, and what is promised to whom.

import { copy, each, find, make, setAttribute, setText, show } from "../kit/dom.js";
import { gib, listed, plural } from "../kit/format.js";

const namesOf = (apps) => new Map([...apps.values()].map((app) => [app.deployment?.id, app.name]));

/** Memory by holder: visible apps by name, other apps by owner, other processes, and the unexplained rest. */
export const holdersOf = ({ holders, used_memory_mib, total_memory_mib }, apps) => {
	const known = namesOf(apps);
	const parts = new Map();
	let rest = used_memory_mib;
	for (const { deployment, owner, process, memory_mib } of holders ?? []) {
		const isApp = deployment !== null;
		const app = isApp && known.get(deployment);
		const key = `${app || ""} ${deployment ?? process}`;
		const mib = memory_mib === null ? (parts.get(key)?.mib ?? null) : memory_mib + (parts.get(key)?.mib ?? 0);
		parts.set(key, { key, app, name: app || (isApp ? `app of ${owner}` : process), kind: app ? "app" : isApp ? "other" : "foreign", mib });
		rest -= memory_mib ?? 0;
	}
	// The driver uses a little itself.
	if (rest > total_memory_mib / 100) parts.set("", { key: "", name: holders ? "unknown" : "in use", kind: "rest", mib: rest });
	return [...parts.values()].map((part) => ({
		...part, share: (part.mib ?? 0) / total_memory_mib,
		words: `${part.name}: ${part.mib === null ? "unknown size" : gib(part.mib * 2 ** 20)}`,
	}));
};

export const measured = ({ utilisation_percent, temperature_celsius, power_watts, compute_capability, unified_memory }) =>
	[
		...[[utilisation_percent, "% busy"], [temperature_celsius, "°C"], [power_watts, "W"]]
			.filter(([value]) => typeof value === "number").map(([value, unit]) => `${Math.round(value)} ${unit}`),
		...(compute_capability ? [`compute ${compute_capability}`] : []),
		...(unified_memory ? ["shares the host’s memory"] : []),
	].join(", ");

/** All GPUs are NVIDIA's. */
export const modelOf = ({ name }) => name.replace(/^NVIDIA /, "");

/** What is reserved, used or not: visible apps by name, others by owner. */
export const promisesOf = ({ promised, total_memory_mib }, apps) => {
	const known = namesOf(apps);
	return promised.map(({ deployment, owner, memory_mib, sharing }) => {
		const app = known.get(deployment);
		const amount = memory_mib === null ? "all" : gib(memory_mib * 2 ** 20) + (sharing === "exclusive" ? ", exclusive" : "");
		return { key: String(deployment), kind: app ? "app" : "other", share: (memory_mib ?? total_memory_mib) / total_memory_mib, words: `${app ?? `app of ${owner}`} (${amount})` };
	});
};

export const promiseWords = (promises) => (promises.length ? `Promised to ${listed(promises.map(({ words }) => words), 0)}` : "Nothing promised");

/** What stands for all cards while they are folded. */
export const summaryWords = (gpus) => {
	const sum = (name) => gpus.reduce((total, gpu) => total + gpu[name], 0) * 2 ** 20;
	const promised = gpus.filter((gpu) => gpu.promised.length > 0).length;
	return `${plural(gpus.length, "GPU")}: ${promised} promised, ${gib(sum("used_memory_mib"), sum("total_memory_mib"))} in use`;
};

/** More cards than this are folded on a phone, where they would hide the apps. */
const FEW = 2;

let phone = null;
let isMany = false;
let isFolded = null;

/** Folds or unfolds when the cards or the screen call for it, and leaves it to the reader after that. */
const fold = () => {
	const wanted = isMany && phone.matches;
	// Where the summary is not seen, nobody could unfold them.
	if (wanted === isFolded && phone.matches) return;
	isFolded = wanted;
	find("#host-gpus-fold").open = !wanted;
};

const showSummary = (gpus) => {
	show(find("#host-gpus-fold"), gpus.length > 0);
	setText(find("#host-gpus-fold > summary"), summaryWords(gpus));
	isMany = gpus.length > FEW;
	if (!phone) {
		phone = matchMedia("(max-width: 40rem)");
		phone.addEventListener("change", fold);
	}
	fold();
};

export const updateGPUs = (gpus, apps) => {
	showSummary(gpus);
	each(find("#host-gpus"), gpus, ({ uuid }) => uuid, () => copy("gpu")).forEach((card, index) => {
		const gpu = gpus[index];
		const promises = promisesOf(gpu, apps);
		const texts = {
			label: `GPU ${gpu.label}`, name: modelOf(gpu), said: measured(gpu), promised: promiseWords(promises),
			text: gib(gpu.used_memory_mib * 2 ** 20, gpu.total_memory_mib * 2 ** 20),
		};
		for (const [part, text] of Object.entries(texts)) setText(find(`.gauge-${part}`, card), text);
		setAttribute(find(".gauge-name", card), "title", gpu.name);
		drawHolders(find(".gpu-bar", card), holdersOf(gpu, apps));
		each(find(".gpu-promises", card), promises, ({ key }) => key, () => make("span")).forEach((part, place) => {
			setAttribute(part, "data-holder", promises[place].kind);
			part.style.width = `${promises[place].share * 100}%`;
		});
	});
};

const drawHolders = (bar, holders) => {
	each(bar, holders, ({ key }) => key, ({ app }) => make(app ? "a" : "span")).forEach((part, place) => {
		const { app, name, kind, share, words } = holders[place];
		setText(part, name);
		setAttribute(part, app ? "href" : "role", app ? `#/apps/${app}` : "img");
		part.tabIndex = 0;
		setAttribute(part, "data-holder", kind);
		setAttribute(part, "aria-label", words);
		part.style.width = `${share * 100}%`;
	});
};
