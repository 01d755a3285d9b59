// While Docker is away the server refuses what needs it; so do the buttons, and they say why.

import { setAttribute } from "../kit/dom.js";

const NEEDS_DOCKER = ["start", "stop", "restart", "redeploy", "mend", "rollback"];

export const AWAY = "Docker is unreachable. This works again when it is back.";

/** Unknown is not away: the server decides. */
export const isDockerAway = (host) => host !== null && host.docker !== "reachable";

/** `action` as buttons name it. */
export const allow = (button, action, isAway) => {
	const isBarred = isAway && NEEDS_DOCKER.includes(action);
	button.disabled = isBarred;
	setAttribute(button, "title", isBarred ? AWAY : null);
};
