// How far a deployment has come: the bar with its steps, and how long they take.

import { find, setAttribute, setText, show } from "./dom.js";
import { actionsFor, elapsed, seconds, stateWords, stepIndex, STEPS } from "./words.js";

export const showState = (element, { word, kind }) => {
    setAttribute(element, "data-kind", kind);
    setAttribute(find("use", element), "href", `#shape-${kind}`);
    setText(find(".card-state", element), word);
};

/** The steps as the bar shows them; null when there is none to show. @returns {Step[]|null} */
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

const tookOf = (timings, steps) => {
    const known = timings.filter((timing) => steps.includes(timing.step) && timing.seconds !== null);
    return known.length ? seconds(known.reduce((sum, timing) => sum + (timing.seconds ?? 0), 0)) : "";
};

export const updateBar = (list, app) => {
    const bar = barOf(app);
    show(list, bar !== null);
    bar?.forEach(({ at, took }, place) => {
        setAttribute(list.children[place], "data-step", at);
        setAttribute(list.children[place], "data-took", took || null);
        setAttribute(list.children[place], "aria-current", at === "now" ? "step" : null);
    });
};

export const stepTime = ({ started_at, usually_seconds }, now) =>
    elapsed(started_at, now) + (usually_seconds === null ? "" : `, usually ${seconds(usually_seconds)}`);

/** What one most likely wants to do next about an app, besides opening it. */
export const nextStep = (app) => {
    const { start, stop } = actionsFor(app.state);
    if (start && app.state === "failed" && app.failure?.step) return { action: "redeploy", word: "Try again", isPrimary: true };
    if (start) return { action: "start", word: "Start", isPrimary: true };
    const { kind } = stateWords(app.state);
    const isWorking = kind === "working" || kind === "waiting";
    return stop && isWorking ? { action: "stop", word: "Cancel", isPrimary: false } : null;
};

export const updateNext = (button, app, isOurs) => {
    const step = nextStep(app);
    show(button, step !== null && isOurs);
    if (!step) return;
    setAttribute(button, "data-next", step.action);
    setText(button, step.word);
    button.classList.toggle("button-primary", step.isPrimary);
};

/** What a click on one of an app's buttons asks for. */
export const kindOf = ({ target }) => {
    const { action, next } = target.closest("button")?.dataset ?? {};
    return action ?? next;
};
