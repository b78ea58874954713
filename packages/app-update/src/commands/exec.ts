import { spawn as spawnProcess } from "node:child_process";
import { quoted } from "@ublog/terminal/shell";
import { EXIT, type ExitCode, Refusal } from "../outcome.ts";
import { describeServices } from "../release/describe.ts";
import { describeTasks, listTasks } from "../release/tasks.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { serviceNamed } from "./processes.ts";

export interface ExecOptions extends ChangeOptions {
  process: string;
  /** The command; a shell if there is none. */
  command: string[];
  /** Runs the plugin with these arguments and gives its exit code; undefined where it isn't installed. */
  spawn(program: string, args: string[]): Promise<ExitCode | undefined>;
}

const PLUGIN = "session-manager-plugin";
const INSTALL =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";

/** A command, by default a shell, in a running task of a process, through ECS Exec. */
export async function exec(session: Session, options: ExecOptions): Promise<Report> {
  const { aws } = session;
  const targets = await readTargets(session);
  const target = serviceNamed(targets, options.process);
  const { cluster } = targets;
  const service = (await describeServices(aws, cluster, [target.service])).get(target.service);
  if (service?.enableExecuteCommand === false)
    throw new Refusal([
      `ECS Exec is off for ${target.process}: turn it on in the app's settings, run \`pulumi up\` and release again.`,
    ]);
  const arns = await listTasks(aws, { cluster, serviceName: target.service, desiredStatus: "RUNNING" });
  const tasks = await describeTasks(aws, cluster, arns);
  const task = tasks.find((candidate) => candidate.lastStatus === "RUNNING");
  const container = task?.containers?.find((candidate) => candidate.name === target.container);
  if (task?.taskArn === undefined || container?.runtimeId === undefined)
    throw new Refusal([`No task of ${target.process} is running.`]);
  const command = options.command.length === 0 ? "/bin/sh" : options.command.map(quoted).join(" ");
  const taskId = task.taskArn.slice(task.taskArn.lastIndexOf("/") + 1);
  const told = { command: `exec ${target.process}`, environment: targets.environment };
  if (options.dryRun)
    return report({ ...told, exit: EXIT.done, headline: `It would run \`${command}\` in task ${taskId}.` });

  if ((await options.spawn(PLUGIN, ["--version"])) === undefined)
    throw new Refusal([`\`${PLUGIN}\` isn't on the PATH: install it (${INSTALL}).`]);
  const answer = await aws("ecs.ExecuteCommand", {
    cluster,
    task: task.taskArn,
    container: target.container,
    command,
    interactive: true,
  });
  const runtime = `ecs:${cluster}_${taskId}_${container.runtimeId}`;
  const { sessionId: SessionId, streamUrl: StreamUrl, tokenValue: TokenValue } = answer.session ?? {};
  const exit = await options.spawn(PLUGIN, [
    JSON.stringify({ SessionId, StreamUrl, TokenValue }),
    targets.region,
    "StartSession",
    "",
    JSON.stringify({ Target: runtime }),
    `https://ssm.${targets.region}.amazonaws.com`,
  ]);
  return report({
    ...told,
    exit: exit ?? EXIT.refused,
    headline: `The session in task ${taskId} has ended.`,
  });
}

/** Runs a program in this terminal. */
export function spawn(program: string, args: string[]): Promise<ExitCode | undefined> {
  const isProbe = args[0] === "--version";
  return new Promise((resolve, reject) => {
    const child = spawnProcess(program, args, { stdio: isProbe ? "ignore" : "inherit" });
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    child.on("close", (code) => resolve(code ?? EXIT.failed));
  });
}
