// Each GPU of this machine as one bar, split by who holds its memory; the one that is pointed at or focused is named below it.

import { arrange, copy, find, make, setAttribute, setText } from "./dom.js";
import { gib } from "./words.js";

/** Who holds how much: apps that one sees by name, others' apps by owner, foreign processes, and what nobody explains. */
export const holdersOf = (gpu, apps) => {
    const known = new Map([...apps.values()].map((app) => [app.deployment?.id, app]));
    const parts = new Map();
    for (const { deployment, owner, process, memory_mib } of gpu.holders ?? []) {
        const app = deployment === null ? undefined : known.get(deployment);
        const key = String(deployment ?? process);
        const name = app?.name ?? (deployment === null ? process : `an app of ${owner}`);
        const part = parts.get(key) ?? { key, name, app: app?.name ?? null, kind: app ? "app" : deployment === null ? "foreign" : "other", mib: null };
        if (memory_mib !== null) part.mib = (part.mib ?? 0) + memory_mib;
        parts.set(key, part);
    }
    const held = [...parts.values()].reduce((sum, { mib }) => sum + (mib ?? 0), 0);
    const rest = gpu.used_memory_mib - held;
    const all = [...parts.values()];
    if (rest > 0) all.push({ key: "", name: gpu.holders ? "nobody known" : "in use", app: null, kind: "rest", mib: rest });
    return all.map((part) => ({
        ...part, share: (part.mib ?? 0) / gpu.total_memory_mib,
        words: `${part.name}: ${part.mib === null ? "an unknown amount" : gib(part.mib * 2 ** 20)}`,
    }));
};

export const measured = ({ utilisation_percent: busy, temperature_celsius: heat, power_watts: power }) =>
    [[busy, "% busy"], [heat, "°C"], [power, "W"]]
        .filter(([value]) => typeof value === "number").map(([value, unit]) => `${Math.round(value)} ${unit}`).join(", ");

export class GPUs {
    #list = find("#host-gpus");
    #bars = new Map();

    update(gpus, apps) {
        const wanted = new Set(gpus.map(({ uuid }) => uuid));
        for (const [uuid, { element }] of this.#bars) {
            if (wanted.has(uuid)) continue;
            element.remove();
            this.#bars.delete(uuid);
        }
        arrange(this.#list, gpus.map((gpu) => {
            const bar = this.#bars.get(gpu.uuid) ?? new Bar();
            this.#bars.set(gpu.uuid, bar);
            bar.update(gpu, apps);
            return bar.element;
        }));
    }
}

class Bar {
    element = copy("gpu");
    #parts = new Map();
    #gpu;

    constructor() {
        for (const event of ["pointerover", "pointerleave", "focusin", "focusout"]) this.element.addEventListener(event, () => this.#say());
    }

    update(gpu, apps) {
        this.#gpu = gpu;
        setText(find(".gauge-label", this.element), `GPU ${gpu.index}`);
        setText(find(".gpu-name", this.element), gpu.name);
        setText(find(".gauge-text", this.element), gib(gpu.used_memory_mib * 2 ** 20, gpu.total_memory_mib * 2 ** 20));
        const holders = holdersOf(gpu, apps);
        for (const [key, part] of this.#parts) {
            if (holders.some((holder) => holder.key === key && (holder.app !== null) === (part.tagName === "A"))) continue;
            part.remove();
            this.#parts.delete(key);
        }
        arrange(find(".gpu-bar", this.element), holders.map((holder) => this.#part(holder)));
        this.#say();
    }

    #part({ key, name, app, kind, share, words }) {
        const part = this.#parts.get(key) ?? make(app ? "a" : "span");
        this.#parts.set(key, part);
        setText(part, name);
        if (app) setAttribute(part, "href", `#/apps/${app}`);
        else {
            setAttribute(part, "role", "img");
            part.tabIndex = 0;
        }
        setAttribute(part, "data-holder", kind);
        setAttribute(part, "aria-label", words);
        part.style.width = `${share * 100}%`;
        return part;
    }

    #say() {
        const pointed = this.element.querySelector(".gpu-bar > :hover") ?? this.element.querySelector(".gpu-bar > :focus-visible");
        setText(find(".gpu-said", this.element), pointed?.getAttribute("aria-label") ?? (measured(this.#gpu) || "It tells nothing of its work."));
    }
}
