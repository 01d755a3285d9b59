import { copy, each, find, make, setAttribute, setText, show } from "../kit/dom.js";
import { exact, gib, plural, relative, size } from "../kit/format.js";
import { allow, isDockerAway } from "../shared/docker.js";
import { mayChange } from "../shared/permissions.js";
import { updateGPUs } from "./gpus.js";

/** Below this share of free disk a warning is shown. */
const SCARCE = 0.1;

const busy = ({ cores, used_percent }) => {
	const count = (cores * used_percent) / 100;
	return count.toFixed(count < 10 ? 1 : 0);
};

export const gauges = ({ cpu, memory, disk }) => {
	const percent = cpu?.used_percent ?? null;
	const free = disk ? disk.free_bytes / disk.total_bytes : null;
	return [
		{
			key: "cpu", label: "CPU", used: percent === null ? null : percent / 100, warning: "",
			text: percent === null ? "unknown" : `${busy(cpu)} of ${plural(cpu.cores, "core")}`, title: percent === null ? "" : `${percent} % of the machine`,
		},
		{
			key: "memory", label: "Memory", used: memory ? memory.used_bytes / memory.total_bytes : null, warning: "",
			text: memory ? gib(memory.used_bytes, memory.total_bytes) : "unknown", title: "",
		},
		{
			key: "disk", label: "Disk", used: free === null ? null : 1 - free, warning: free !== null && free < SCARCE ? "low" : "",
			text: disk ? `${size(disk.free_bytes)} free` : "unknown",
			title: disk ? `of ${size(disk.total_bytes)} for workspaces` : "",
		},
	];
};

export const updateHost = (host, apps) => {
	show(find("#host"), host !== null);
	if (!host) return;
	show(find("#host-docker"), isDockerAway(host));
	setText(find("#host-image"), `Base image ${host.base_image}`);
	setText(find("#host-gpu-note"), gpuNote(host));
	const wanted = gauges(host);
	each(find("#host-gauges"), wanted, ({ key }) => key, () => copy("gauge")).forEach((item, index) => write(item, wanted[index]));
	updateGPUs(host.gpus ?? [], apps);
};

export const gpuNote = ({ gpus, gpu_trouble }) => {
	if (gpu_trouble) return `${gpu_trouble.message} ${gpu_trouble.hint}`;
	if (!gpus) return "GPUs unknown: nvidia-smi does not respond";
	return gpus.length ? "" : "No GPU: apps run on the CPU";
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

export const affected = ({ deployments }, { apps, me }) => {
	const seen = [...apps.values()].filter((app) => deployments.includes(app.deployment?.id));
	const others = deployments.length - seen.length;
	return {
		seen: seen.map(({ name }) => name),
		ours: seen.filter((app) => mayChange(me, app)).map(({ name }) => name),
		others: others === 0 ? "" : `${seen.length ? " and " : ""}${plural(others, "app")} of other owners`,
	};
};

/** Incidents whose apps are being asked for. */
const pending = new Set();
let isAway = false;

const offer = (button, id) => {
	allow(button, "restart", isAway);
	button.disabled ||= pending.has(id);
};

export const updateIncidents = (state, recreate) => {
	isAway = isDockerAway(state.host);
	const incidents = state.host?.incidents ?? [];
	each(find("#incidents"), incidents, ({ id }) => id, () => copy("incident")).forEach((card, index) => {
		const { id, message, mend, since } = incidents[index];
		const { seen, ours, others } = affected(incidents[index], state);
		setText(find("h2", card), message);
		setText(find("[data-mend]", card), mend);
		setAttribute(find("time", card), "datetime", since);
		setAttribute(find("time", card), "title", exact(since));
		setText(find("[data-others]", card), seen.length || others ? others : "no app");
		each(find("[data-apps]", card), seen, (name) => name, link);
		const button = find("button", card);
		show(button, ours.length > 0);
		offer(button, id);
		button.onclick = async () => {
			pending.add(id);
			offer(button, id);
			await recreate(ours);
			pending.delete(id);
			offer(button, id);
		};
	});
	tickIncidents(Date.now());
};

export const tickIncidents = (now) => {
	for (const time of find("#incidents").querySelectorAll("time")) setText(time, relative(time.dateTime, now));
};

const link = (name) => {
	const element = make("a", "", name);
	element.href = `#/apps/${name}`;
	return element;
};
