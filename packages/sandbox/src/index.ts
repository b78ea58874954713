export { audit } from "@ublog/aws-model/src/audit/audit.ts";
export {
  type InProcess,
  inProcess,
  type Made,
  type ProgramRun,
} from "@ublog/aws-model/src/inProcess/inProcess.ts";
export { openWorld, type World, type WorldResource } from "@ublog/aws-model/src/world/world.ts";
export { UserError } from "@ublog/terminal/errors";
export type { RunOptions, RunResult } from "@ublog/terminal/run";
export { appUpdate } from "./appUpdate/appUpdate.ts";
export { describeEngine, type Engine, findEngine } from "./engine/findEngine.ts";
export { findLanguageHosts, type LanguageHost } from "./engine/languageHosts.ts";
export { pythonEnvironment } from "./engine/pythonEnvironment.ts";
export { type Fault, parseFault } from "./faults/fault.ts";
export { type Faulty, withFaults } from "./faults/withFaults.ts";
export { type Plugin, standIns } from "./sandbox/installPlugins.ts";
export { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox/sandbox.ts";
export { type Change, type Counts, type UpdateOptions, type UpdateResult, update } from "./sandbox/update.ts";
