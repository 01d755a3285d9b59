// @ts-check
// How far a deployment has come: the bar with its steps, and how long they take.

import { setAttribute, setText, show } from "./dom.js";
import { elapsed, seconds } from "./time.js";
import { actionsFor, stateWords, stepIndex, STEPS } from "./words.js";

/** @typedef {import("./store.js").App} App */

/**
 * The steps as the bar shows them; null when there is none to show.
 * @param {App} app
 * @returns {{word: string, at: "done"|"now"|"failed"|"next", took: string}[]|null}
 */
export const barOf = (app) => {
    const failed = app.state === "failed" ? app.failure?.step : null;
    const index = stepIndex(app.progress?.step ?? failed ?? "");
    const isDeploying = stateWords(app.state).kind === "working" && app.progress !== null;
    if (!isDeploying && !(failed && index >= 0)) return null;
    return STEPS.map(({ word, steps }, place) => {
        const at = place === index ? (failed ? "failed" : "now") : place < index ? "done" : "next";
        return { word, at, took: at === "done" || at === "failed" ? tookOf(app.deployment?.steps ?? [], steps) : "" };
    });
};

/** @param {import("./store.js").StepTiming[]} timings @param {string[]} steps */
const tookOf = (timings, steps) => {
    const known = timings.filter((timing) => steps.includes(timing.step) && timing.seconds !== null);
    return known.length ? seconds(known.reduce((sum, timing) => sum + (timing.seconds ?? 0), 0)) : "";
};

/** @param {Element} list  with an entry for each step @param {App} app */
export const updateBar = (list, app) => {
    const bar = barOf(app);
    show(list, bar !== null);
    bar?.forEach(({ at, took }, place) => {
        setAttribute(list.children[place], "data-step", at);
        setAttribute(list.children[place], "data-took", took || null);
        setAttribute(list.children[place], "aria-current", at === "now" ? "step" : null);
    });
};

/** How long the step runs and usually takes. @param {import("./store.js").Progress} progress @param {number} now */
export const stepTime = ({ started_at, usually_seconds }, now) =>
    elapsed(started_at, now) + (usually_seconds === null ? "" : `, usually ${seconds(usually_seconds)}`);

/**
 * What one most likely wants to do next about an app, besides opening it.
 * @param {App} app
 * @returns {{action: "start"|"redeploy"|"stop", word: string, isPrimary: boolean}|null}
 */
export const nextStep = (app) => {
    const { start, stop } = actionsFor(app.state);
    if (start && app.state === "failed" && app.failure?.step) return { action: "redeploy", word: "Try again", isPrimary: true };
    if (start) return { action: "start", word: "Start", isPrimary: true };
    const { kind } = stateWords(app.state);
    const isWorking = kind === "working" || kind === "waiting";
    return stop && isWorking ? { action: "stop", word: "Cancel", isPrimary: false } : null;
};

/** @param {Element} button  that does what is next @param {App} app @param {boolean} isOurs */
export const updateNext = (button, app, isOurs) => {
    const step = nextStep(app);
    show(button, step !== null && isOurs);
    if (!step) return;
    setAttribute(button, "data-next", step.action);
    setText(button, step.word);
    button.classList.toggle("button-primary", step.isPrimary);
};
