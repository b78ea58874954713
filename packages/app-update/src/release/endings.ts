import type { Container, Task } from "@aws-sdk/client-ecs";
import type { Diagnosis } from "./diagnosis.ts";

/** Whether a task's end says anything about its version: scaling in, Spot and people stop tasks too. */
export function isFailure(task: Task): boolean {
  if (task.stopCode === "TaskFailedToStart" || endedByItself(task)) return true;
  return /health checks/.test(task.stoppedReason ?? "");
}

/** Whether a container of the task ended without being asked to. */
export function endedByItself(task: Task): boolean {
  return (
    task.stopCode === "EssentialContainerExited" || /^Essential container/.test(task.stoppedReason ?? "")
  );
}

/** Exit codes of a container that ECS asks to stop: it then ended by itself, or by SIGTERM, or was killed. */
const WHEN_STOPPED: readonly (number | undefined)[] = [undefined, 0, 137, 143];

/** The sidecar whose end took the task down: the others' exit codes only say that they were stopped. */
export function sidecarThatEnded(task: Task, container: string): Container | undefined {
  const own = task.containers?.find(({ name }) => name === container);
  if (!endedByItself(task) || !WHEN_STOPPED.includes(own?.exitCode)) return undefined;
  return task.containers?.find(
    ({ name, exitCode }) => name !== container && !WHEN_STOPPED.includes(exitCode),
  );
}

/** Why a task ended whose sidecar took it down. */
export function ofSidecar({ name, exitCode }: Container): Omit<Diagnosis, "patience"> {
  return {
    cause: `its sidecar ${name} ended with exit code ${exitCode}`,
    hint: `See \`sidecars.${name}\`: its image, its settings, and whether it has to be \`essential\`. Its lines are in the log group of the process, in streams …/${name}/….`,
  };
}
