export { FailureGroups } from "./failure_groups.js";
export { confirmRemovals } from "./removals.js";
