// @ts-check
// What the waiting page says of an app, to somebody who may see it.

/** @typedef {{state: string, kind: string, heading: string, reason?: string, detail: string, owner?: string, again?: string}} Words */

const FOLLOWS = "This page opens it when it is running.";
/** What a visit does to an app that was stopped because it was idle. */
const WAKES = `It is being started. ${FOLLOWS}`;
const LOG = "Its logs in the control center may say why.";

/** The heading follows the app's name. @type {Record<string, {heading: string, detail: string, again?: string}>} */
const STATES = {
    queued: { heading: "is starting", detail: `It is queued behind other deployments. ${FOLLOWS}` },
    cloning: { heading: "is starting", detail: `Its repository is being cloned. ${FOLLOWS}` },
    waiting_for_gpu: { heading: "is waiting for a GPU", detail: `It starts when a GPU is free. ${FOLLOWS}` },
    pulling: { heading: "is starting", detail: FOLLOWS },
    installing: { heading: "is starting", detail: `Its dependencies are being installed. ${FOLLOWS}` },
    starting: { heading: "is starting", detail: FOLLOWS },
    running: { heading: "did not accept the request", detail: `${LOG} Retrying in a moment.`, again: "Try again" },
    unhealthy: { heading: "is unhealthy", detail: `${LOG} ${FOLLOWS}`, again: "Try again" },
    stopping: { heading: "is stopping", detail: FOLLOWS },
    stopped: { heading: "is not running", detail: `Start it in the control center. ${FOLLOWS}` },
    failed: { heading: "is not running", detail: `Its deployment failed. The control center says why. ${FOLLOWS}` },
    removing: { heading: "is being removed", detail: "This address will stop working." },
    unknown: { heading: "has an unknown state", detail: `Docker is unreachable. ${FOLLOWS}`, again: "Try again" },
};

/** Why the control center stopped it. @type {Record<string, string>} */
const RELEASES = { idle: "It was stopped because it was idle.", lease_ended: "It was stopped because its GPU lease ended." };

/**
 * @param {{name: string, state: string, owner?: string, failure?: any, line?: any, release?: any}} app  as the API sends it
 * @param {{word: string, kind: string}} shown  the state in words
 * @returns {Words}
 */
export const wordsOf = ({ name, state, owner, failure, line, release }, { word, kind }) => {
    const { heading, detail, again } = STATES[state] ?? STATES.unknown;
    const reason = {
        failed: failure?.message, stopped: RELEASES[release?.reason],
        waiting_for_gpu: line && `Position ${line.position} of ${line.length} in the queue. It waits for ${line.waits_for}.`,
    }[state];
    return {
        state: word, kind, heading: `${name} ${heading}`, reason: reason ?? "",
        detail: state === "failed" && failure ? `${failure.hint} ${FOLLOWS}`.trim() : state === "stopped" && release?.reason === "idle" ? WAKES : detail,
        owner: owner ? `It belongs to ${owner}.` : "", again: again ?? "",
    };
};

/** @type {Words} */
export const GONE = { state: "Not found", kind: "stopped", heading: "App not found", detail: "It was removed, or is no longer shared with you." };
/** @type {Words} */
export const SIGNED_OUT = { state: "Signed out", kind: "attention", heading: "You are signed out", detail: "Sign in again to see this app.", again: "Sign in" };
/** @type {Words} */
export const AWAY = {
    state: "One moment", kind: "unknown", heading: "The control center is unreachable",
    detail: "It is restarting, or the network is down. The app keeps running; this page opens it when the connection is back.",
    again: "Try again",
};
