/* What an app comes to before anything is made: for tools that say what it needs. */
export { DEFAULT_IDLE_TIMEOUT } from "../../contracts/baseContract.ts";
export { planProcesses } from "./planProcesses.ts";
export { pathRules } from "./priorities.ts";
export type { Process, ServiceProcess } from "./processes.ts";
