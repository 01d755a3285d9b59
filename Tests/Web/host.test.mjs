import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { gauges, gpuNote } = await page("list/host.js");

const host = (differences = {}) => ({
    docker: "reachable", base_image: "python",
    cpu: { cores: 16, used_percent: 37 },
    memory: { total_bytes: 128 * 2 ** 30, used_bytes: 32 * 2 ** 30 },
    disk: { total_bytes: 1e12, free_bytes: 4e11 },
    gpus: [],
    ...differences,
});
const shown = (differences) => gauges(host(differences)).map(({ label, used, text, warning }) => [label, used, text, warning]);

test("each part says how much of it is used", () => {
    assert.deepEqual(shown(), [
        ["CPU", 0.37, "5.9 of 16 cores", ""],
        ["Memory", 0.25, "32 of 128 GiB", ""],
        ["Disk", 0.6, "400 GB free", ""],
    ]);
});

test("missing values are unknown, never zero", () => {
    const unknown = [["CPU", null, "unknown", ""], ["Memory", null, "unknown", ""], ["Disk", null, "unknown", ""]];
    assert.deepEqual(shown({ cpu: null, memory: null, disk: null, gpus: null }), unknown);
    assert.deepEqual(shown({ cpu: { cores: 16, used_percent: null }, memory: undefined, disk: undefined, gpus: [] }), unknown);
});

for (const [free, warning] of [[9.99e10, "low"], [1e11, ""]]) {
    test(`${free / 1e10} % of the disk free: “${warning}”`, () => {
        const disk = gauges(host({ disk: { total_bytes: 1e12, free_bytes: free } })).find(({ key }) => key === "disk");
        assert.equal(disk.warning, warning);
    });
}

const trouble = { code: "hangs", message: "nvidia-smi did not respond within 10 s.", hint: "Ask the operator to check the NVIDIA driver." };
for (const [title, differences, words] of [
    ["a machine without GPUs", {}, "No GPU: apps run on the CPU"],
    ["a machine whose GPUs are unknown", { gpus: null }, "GPUs unknown: nvidia-smi does not respond"],
    ["a machine with GPUs", { gpus: [{}] }, ""],
    ["a tool in trouble", { gpus: [{}], gpu_trouble: trouble }, "nvidia-smi did not respond within 10 s. Ask the operator to check the NVIDIA driver."],
]) {
    test(`${title}: “${words}”`, () => assert.equal(gpuNote(host(differences)), words));
}
