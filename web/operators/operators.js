import { Audit } from "./audit.js";
import { Capacity } from "./capacity.js";
import { System } from "./system.js";

/** The operators' pages, by address. */
export const pages = () => ({ audit: new Audit(), capacity: new Capacity(), system: new System() });
