// Each GPU of this machine as one bar, split by who holds its memory.

import { copy, each, find, make, setAttribute, setText } from "./dom.js";
import { gib } from "./words.js";

/** Who holds how much: apps that one sees by name, others' apps by owner, foreign processes, and what nobody explains. */
export const holdersOf = ({ holders, used_memory_mib, total_memory_mib }, apps) => {
    const known = new Map([...apps.values()].map((app) => [app.deployment?.id, app.name]));
    const parts = new Map();
    let rest = used_memory_mib;
    for (const { deployment, owner, process, memory_mib } of holders ?? []) {
        const isApp = deployment !== null;
        const app = isApp && known.get(deployment);
        const key = `${app || ""} ${deployment ?? process}`;
        const mib = memory_mib === null ? (parts.get(key)?.mib ?? null) : memory_mib + (parts.get(key)?.mib ?? 0);
        parts.set(key, { key, app, name: app || (isApp ? `an app of ${owner}` : process), kind: app ? "app" : isApp ? "other" : "foreign", mib });
        rest -= memory_mib ?? 0;
    }
    // A driver keeps a little for itself.
    if (rest > total_memory_mib / 100) parts.set("", { key: "", name: holders ? "nobody known" : "in use", kind: "rest", mib: rest });
    return [...parts.values()].map((part) => ({
        ...part, share: (part.mib ?? 0) / total_memory_mib,
        words: `${part.name}: ${part.mib === null ? "an unknown amount" : gib(part.mib * 2 ** 20)}`,
    }));
};

export const measured = ({ utilisation_percent, temperature_celsius, power_watts }) =>
    [[utilisation_percent, "% busy"], [temperature_celsius, "°C"], [power_watts, "W"]]
        .filter(([value]) => typeof value === "number").map(([value, unit]) => `${Math.round(value)} ${unit}`).join(", ");

export const updateGPUs = (gpus, apps) => {
    each(find("#host-gpus"), gpus, ({ uuid }) => uuid, () => copy("gpu")).forEach((bar, index) => {
        const gpu = gpus[index];
        const texts = {
            label: `GPU ${gpu.index}`, name: gpu.name, said: measured(gpu), text: gib(gpu.used_memory_mib * 2 ** 20, gpu.total_memory_mib * 2 ** 20),
        };
        for (const [part, text] of Object.entries(texts)) setText(find(`.gauge-${part}`, bar), text);
        const holders = holdersOf(gpu, apps);
        each(find("div", bar), holders, ({ key }) => key, ({ app }) => make(app ? "a" : "span")).forEach((part, place) => {
            const { app, name, kind, share, words } = holders[place];
            setText(part, name);
            setAttribute(part, app ? "href" : "role", app ? `#/apps/${app}` : "img");
            part.tabIndex = 0;
            setAttribute(part, "data-holder", kind);
            setAttribute(part, "aria-label", words);
            part.style.width = `${share * 100}%`;
        });
    });
};
