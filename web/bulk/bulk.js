export { actOnAll } from "./act_on_all.js";
export { FailureGroups } from "./failure_groups.js";
export { confirmRemovals } from "./removals.js";
