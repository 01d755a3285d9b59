// The strip that says what this machine has and how much of it is used.

import { copy, each, find, setAttribute, setText, show } from "./dom.js";
import { gib, size } from "./words.js";

/** Less than this part of the disk free is worth a warning. */
const SCARCE = 0.1;

export const gauges = ({ cpu, memory, disk }) => {
    const percent = cpu?.used_percent ?? null;
    const free = disk ? disk.free_bytes / disk.total_bytes : null;
    return [
        {
            key: "cpu", label: "CPU", used: percent === null ? null : percent / 100, warning: "",
            text: percent === null ? "unknown" : `${percent} %`, title: cpu ? `${cpu.cores} cores` : "",
        },
        {
            key: "memory", label: "Memory", used: memory ? memory.used_bytes / memory.total_bytes : null, warning: "",
            text: memory ? gib(memory.used_bytes, memory.total_bytes) : "unknown", title: "",
        },
        {
            key: "disk", label: "Disk", used: free === null ? null : 1 - free, warning: free !== null && free < SCARCE ? "low" : "",
            text: disk ? `${size(disk.free_bytes)} free` : "unknown",
            title: disk ? `of ${size(disk.total_bytes)} where apps keep their files` : "",
        },
    ];
};

export const updateHost = (host) => {
    show(find("#host"), host !== null);
    if (!host) return;
    show(find("#host-docker"), host.docker !== "reachable");
    setText(find("#host-image"), `Base image ${host.base_image}`);
    setText(find("#host-gpu-note"), gpuNote(host));
    const wanted = gauges(host);
    each(find("#host-gauges"), wanted, ({ key }) => key, () => copy("gauge")).forEach((item, index) => write(item, wanted[index]));
};

/** What is to be said of the GPUs besides their bars. */
export const gpuNote = ({ gpus, gpu_trouble }) => {
    if (gpu_trouble) return `${gpu_trouble.message} ${gpu_trouble.hint}`;
    if (!gpus) return "GPUs unknown: NVIDIA's tool does not answer";
    return gpus.length ? "" : "No GPU: apps run on the processors";
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
