export { Onboarding } from "./onboarding.js";
export { Settings } from "./settings.js";
