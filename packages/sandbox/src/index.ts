export { describeEngine, type Engine, findEngine } from "./engine/findEngine.ts";
export { findLanguageHosts, type LanguageHost } from "./engine/languageHosts.ts";
export { pythonEnvironment } from "./engine/pythonEnvironment.ts";
export { type Plugin, standIns } from "./sandbox/installPlugins.ts";
export { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox/sandbox.ts";
export { type Change, type Counts, type UpdateOptions, type UpdateResult, update } from "./sandbox/update.ts";
export type { RunOptions, RunResult } from "./shared/run.ts";
export { UserError } from "./shared/userError.ts";
export { openWorld, type World, type WorldResource } from "./world/world.ts";
