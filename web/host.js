// The strip that says what this machine has and how much of it is used.

import { copy, find, setAttribute, setText, show } from "./dom.js";
import { size } from "./words.js";

/** Less than this part of the disk free is worth a warning. */
const SCARCE = 0.1;

export const gauges = ({ cpu, memory, disk, gpus }) => {
    const percent = cpu?.used_percent ?? null;
    const free = disk ? disk.free_bytes / disk.total_bytes : null;
    return [
        {
            key: "cpu", label: "CPU", used: percent === null ? null : percent / 100, warning: "",
            text: percent === null ? "unknown" : `${percent} %`, title: cpu ? `${cpu.cores} cores` : "",
        },
        {
            key: "memory", label: "Memory", used: memory ? memory.used_bytes / memory.total_bytes : null, warning: "",
            text: memory ? `${gib(memory.used_bytes)} of ${gib(memory.total_bytes)} GiB` : "unknown", title: "",
        },
        {
            key: "disk", label: "Disk", used: free === null ? null : 1 - free, warning: free !== null && free < SCARCE ? "low" : "",
            text: disk ? `${size(disk.free_bytes)} free` : "unknown",
            title: disk ? `of ${size(disk.total_bytes)} where apps keep their files` : "",
        },
        ...(gpus ?? []).map(({ index, name, total_memory_mib, used_memory_mib }) => ({
            key: `gpu-${index}`, label: `GPU ${index}`, used: used_memory_mib / total_memory_mib, warning: "", title: name,
            text: `${(used_memory_mib / 1024).toFixed(1)} of ${(total_memory_mib / 1024).toFixed(1)} GiB`,
        })),
    ];
};

const gib = (bytes) => (bytes / 2 ** 30).toFixed(bytes < 10 * 2 ** 30 ? 1 : 0);

export const updateHost = (host) => {
    show(find("#host"), host !== null);
    if (!host) return;
    show(find("#host-docker"), host.docker !== "reachable");
    setText(find("#host-image"), `Base image ${host.base_image}`);
    const words = host.gpus ? "No GPU: apps run on the processors" : "GPUs unknown: NVIDIA's tool does not answer";
    setText(find("#host-no-gpus"), host.gpus?.length ? "" : words);
    const list = find("#host-gauges");
    const wanted = gauges(host);
    for (const item of [...list.children]) {
        if (!wanted.some(({ key }) => key === item.dataset.gauge)) item.remove();
    }
    for (const gauge of wanted) {
        const item = list.querySelector(`[data-gauge="${gauge.key}"]`) ?? copy("gauge");
        item.dataset.gauge = gauge.key;
        if (!item.isConnected) list.append(item);
        write(item, gauge);
    }
};

const write = (item, { label, used, text, title, warning }) => {
    setText(find(".gauge-label", item), label);
    setText(find(".gauge-text", item), text);
    setText(find(".gauge-warning", item), warning);
    setAttribute(item, "title", title || null);
    setAttribute(item, "data-state", used === null ? "unknown" : warning ? "warning" : "known");
    const meter = find("meter", item);
    setAttribute(meter, "value", String(used ?? 0));
    setAttribute(meter, "aria-label", `${label}${title ? `, ${title}` : ""}`);
    setAttribute(meter, "aria-valuetext", `${text}${warning && `, ${warning}`}`);
};
