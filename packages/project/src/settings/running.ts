import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { readLedger } from "@ublog/app-update/src/ledger/ledger.ts";
import { parameterName } from "@ublog/app-update/src/project.ts";
import { describeServices } from "@ublog/app-update/src/release/describe.ts";
import { type ProcessState, readProcesses } from "@ublog/app-update/src/release/running.ts";
import { readTargets } from "@ublog/app-update/src/targets.ts";
import { type StackFile, valueAt } from "./stackFile.ts";

/** Connects to AWS in a region, the environment's own if there is none. */
export type Connect = (region?: string) => Promise<Aws>;

/** What the processes of an app run with. Rejects where that can't be read. */
export async function readRunning(file: StackFile, connect: Connect): Promise<ProcessState[]> {
  const region = valueAt(file, ["aws:region"]);
  const aws = await connect(typeof region === "string" ? region : undefined);
  const targets = await readTargets({ aws, parameter: parameterName(file.stack, file.project) });
  const names = targets.services.map(({ service }) => service);
  const [services, ledger] = await Promise.all([
    describeServices(aws, targets.cluster, names),
    readLedger(aws, targets.releaseTable),
  ]);
  return readProcesses(aws, targets, services, ledger);
}
