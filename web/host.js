// @ts-check
// The strip that says what this machine is and has.

import { find, make, setText, show } from "./dom.js";

/** @param {import("./store.js").Host|null} host */
export const updateHost = (host) => {
    show(find("#host"), host !== null);
    if (!host) return;
    const reachable = host.docker === "reachable";
    const docker = find("#host-docker");
    setText(docker, reachable ? "" : "Docker cannot be reached: what runs goes on, nothing can be changed.");
    docker.classList.toggle("trouble", !reachable);
    show(docker, !reachable);
    setText(find("#host-image"), `Base image ${host.base_image}`);
    const words = host.gpus ? "No GPU on this machine: apps run on its processors" : "GPUs unknown: NVIDIA's tool does not answer";
    find("#host-gpus").replaceChildren(...(host.gpus?.length ? host.gpus.map(gpu) : [make("p", "", words)]));
};

/** @param {NonNullable<import("./store.js").Host["gpus"]>[number]} gpu */
const gpu = ({ index, name, total_memory_mib, used_memory_mib }) => {
    const [used, total] = [used_memory_mib, total_memory_mib].map((mib) => (mib / 1024).toFixed(1));
    const meter = document.createElement("meter");
    meter.max = total_memory_mib;
    meter.value = used_memory_mib;
    meter.setAttribute("aria-label", `GPU ${index} memory`);
    const entry = make("p", "gpu", `GPU ${index} ${name}`);
    entry.append(meter, ` ${used} of ${total} GiB`);
    return entry;
};
