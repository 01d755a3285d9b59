import assert from "node:assert/strict";
import { test } from "node:test";
import { enterDocument, leaveDocument } from "./elements.mjs";
import { anApp, aDeployment } from "./examples.mjs";
import { page } from "./page.mjs";

const { holdersOf, measured, modelOf, promisesOf, promiseWords, summaryWords, updateGPUs } = await page("list/gpus.js");

const apps = new Map([["diffusion", anApp({ deployment: aDeployment({ id: 7 }) })]]);
const card = (...holders) => ({ uuid: "a", index: 0, name: "H100", total_memory_mib: 80 << 10, used_memory_mib: 20 << 10, holders });
const holder = (differences) => ({ deployment: null, owner: null, process: "python3", memory_mib: 1 << 10, ...differences });
const words = (gpu) => holdersOf(gpu, apps).map(({ kind, words }) => [kind, words]);

test("each holder is named as far as it is visible, and the rest is shown", () => {
    const gpu = card(
        holder({ deployment: 7, owner: "alice", memory_mib: 8 << 10 }), holder({ deployment: 9, owner: "bob", memory_mib: 6 << 10 }),
        holder({ process: "Xorg", memory_mib: 2 << 10 }));
    assert.deepEqual(words(gpu), [
        ["app", "diffusion: 8.0 GiB"], ["other", "app of bob: 6.0 GiB"], ["foreign", "Xorg: 2.0 GiB"], ["rest", "unknown: 4.0 GiB"],
    ]);
});

test("the processes of one app are one part, as wide as its share of the card", () => {
    const parts = holdersOf(card(holder({ deployment: 7, memory_mib: 16 << 10 }), holder({ deployment: 7, memory_mib: 4 << 10 })), apps);
    assert.deepEqual(parts.map(({ app, share }) => [app, share]), [["diffusion", 0.25]]);
});

test("an amount that the driver does not report is unknown, not zero", () => {
    assert.deepEqual(words(card(holder({ memory_mib: null }))), [["foreign", "python3: unknown size"], ["rest", "unknown: 20 GiB"]]);
});

test("without word of its holders a card is just in use", () => {
    assert.deepEqual(words({ ...card(), holders: undefined }), [["rest", "in use: 20 GiB"]]);
});

test("a card says what it measures, and leaves out what it does not", () => {
    assert.equal(measured({ utilisation_percent: 0, temperature_celsius: 54, power_watts: 211.4 }), "0 % busy, 54 °C, 211 W");
    assert.equal(measured({ utilisation_percent: 37, temperature_celsius: null }), "37 % busy");
    assert.equal(measured({ power_watts: 61.3, compute_capability: "8.9" }), "61 W, compute 8.9");
    assert.equal(measured({ compute_capability: null }), "");
    assert.equal(measured({ temperature_celsius: 35, unified_memory: true }), "35 °C, shares the host’s memory");
});

test("a card is named without its maker, which is the same for all", () => {
    assert.equal(modelOf({ name: "NVIDIA GeForce RTX 4090" }), "GeForce RTX 4090");
    assert.equal(modelOf({ name: "Tesla T4" }), "Tesla T4");
});

const promise = (differences) => ({ deployment: 7, owner: "alice", memory_mib: null, sharing: "exclusive", ...differences });
const promised = (...promises) => ({ ...card(), promised: promises });

for (const [title, gpu, sentence, shares] of [
    ["a card that nobody has reserved", promised(), "Nothing promised", []],
    ["a whole card, used or not", promised(promise()), "Promised to diffusion (all)", [1]],
    ["parts of a card, also for apps that one may not see",
        promised(promise({ memory_mib: 8 << 10, sharing: "shared" }), promise({ deployment: 9, owner: "bob", memory_mib: 20 << 10, sharing: "shared" })),
        "Promised to diffusion (8.0 GiB) and app of bob (20 GiB)", [0.1, 0.25]],
    ["a part that nobody else may use", promised(promise({ memory_mib: 8 << 10 })), "Promised to diffusion (8.0 GiB, exclusive)", [0.1]],
]) {
    test(`${title}: “${sentence}”`, () => {
        const promises = promisesOf(gpu, apps);
        assert.equal(promiseWords(promises), sentence);
        assert.deepEqual(promises.map(({ share }) => share), shares);
    });
}

test("many cards have one line", () => {
    assert.equal(summaryWords([promised(), promised(promise()), promised()]), "3 GPUs: 1 promised, 60 of 240 GiB in use");
});

test("a part of a card has its card's number and its own", () => {
    const document = enterDocument();
    globalThis.matchMedia = () => Object.assign(new EventTarget(), { matches: false });
    updateGPUs([{ ...promised(), label: "0:1", mig_profile: "3g.40gb" }], apps);
    const [part] = document.querySelector("#host-gpus").children;
    assert.equal(part.querySelector(".gauge-label").textContent, "GPU 0:1");
    delete globalThis.matchMedia;
    leaveDocument();
});

test("cards folded on a phone are there again when the screen widens, and many are folded when it narrows", async () => {
    const document = enterDocument();
    const phone = Object.assign(new EventTarget(), { matches: true });
    globalThis.matchMedia = () => phone;
    // As a page that is loaded on this screen.
    const { updateGPUs: update } = await import(`${import.meta.resolve("../../web/list/gpus.js")}?narrow`);
    const fold = document.querySelector("#host-gpus-fold");
    const resize = (matches) => { phone.matches = matches; phone.dispatchEvent(new Event("change")); };
    update([promised()], apps);
    assert.equal(fold.open, true, "few cards are shown");
    fold.open = false;
    update([promised()], apps);
    assert.equal(fold.open, false, "what the reader folded stays so");
    resize(false);
    assert.equal(fold.open, true, "there is no summary to unfold them with");
    update([promised(), { ...promised(), uuid: "b" }, { ...promised(), uuid: "c" }], apps);
    assert.equal(fold.open, true);
    resize(true);
    assert.equal(fold.open, false);
    delete globalThis.matchMedia;
    leaveDocument();
});
