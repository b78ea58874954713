import type { Environment } from "../github/workflowOutput.ts";

/** Where a command runs. */
export interface Context {
  /** The folder of the Pulumi project. */
  project: string;
  env: Environment;
}
