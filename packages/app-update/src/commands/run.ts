import { currentUpdate, readRecords } from "../ledger/ledger.ts";
import { EXIT, Failed, Refusal } from "../outcome.ts";
import { revisionName } from "../release/definition.ts";
import { describeServices } from "../release/describe.ts";
import { followOneOff } from "../release/followOneOff.ts";
import { failureOf, RUN_STARTED_BY, startOneOff } from "../release/oneOffTask.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { type DeployTargets, readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { isUpdate, serviceNamed } from "./processes.ts";

export interface RunOptions extends ChangeOptions {
  /** The command and its arguments. */
  command: string[];
  /** Whose image and settings it runs with. Defaults to the update task's. */
  process?: string;
}

/** A command in a task of its own, with the image and settings of the current release. Ends with the command's exit code. */
export async function run(session: Session, options: RunOptions): Promise<Report> {
  const targets = await readTargets(session);
  const { target, revision } = await chosen(session, targets, options.process);
  const command = options.command.join(" ");
  const told = { command: `run -- ${command}`, environment: targets.environment };
  if (options.dryRun)
    return report({
      ...told,
      exit: EXIT.done,
      headline: `It would run \`${command}\` in ${revisionName(revision)}.`,
    });

  session.progress.step(`Running \`${command}\` in ${revisionName(revision)}`);
  const oneOff = { target, revision, startedBy: RUN_STARTED_BY, clientToken: session.newId() };
  let task: string;
  try {
    task = await startOneOff(session, targets, { ...oneOff, command: options.command });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return report(
      { ...told, exit: EXIT.noExitCode, headline: "It was never started." },
      { failure: error.failure },
    );
  }
  const ending = await followOneOff(session, targets, target, task, options);
  const failure = ending && failureOf(target, ending, options.timeout, "run")?.failure;
  const exit = ending?.exitCode ?? EXIT.noExitCode;
  return report(
    {
      ...told,
      exit,
      headline: exit === EXIT.noExitCode ? "It gave no exit code." : `It ended with exit code ${exit}.`,
    },
    { failure: failure && { ...failure, log: [] }, data: { task, exitCode: ending?.exitCode } },
  );
}

/** The revision that a process runs now; of the update task the one of the current release. */
async function chosen(session: Session, targets: DeployTargets, process?: string) {
  if (process !== undefined && !isUpdate(targets, process)) {
    const target = serviceNamed(targets, process);
    const services = await describeServices(session.aws, targets.cluster, [target.service]);
    const service = services.get(target.service);
    if (service?.taskDefinition === undefined)
      throw new Refusal([`The service \`${target.service}\` doesn't exist in the cluster.`]);
    return { target, revision: service.taskDefinition };
  }
  const records = await readRecords(session.aws, targets.releaseTable, 25);
  const update = currentUpdate(records);
  const revision = update?.runRevision ?? update?.revision;
  if (revision === undefined)
    throw new Refusal([
      `${targets.environment} has no release yet, so there is nothing to run: release a version first.`,
    ]);
  return { target: targets.update, revision };
}
