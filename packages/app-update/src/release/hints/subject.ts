import { isProcessName } from "#vocabulary";
import type { DeployTask } from "../../targets.ts";

/** Whose failure it is: a hint that is right for a service is wrong for a task that should end, and the other way round. */
export interface Subject {
  process: string;
  /** Which image it runs, for example `backend`. */
  image: string;
  /** A service keeps running; the task before the roll-out (`update`) and a command by hand (`run`) should end with 0. */
  kind: "service" | "update" | "run";
}

export function subjectOf({ process, image }: DeployTask, kind: Subject["kind"]): Subject {
  return { process, image, kind };
}

/** A setting of a process in the app's settings: `` `update.memoryMiB` ``; of a worker or own service `` `memoryMiB` of `mail` ``. */
export function settingOf(subject: Subject | undefined, name: string): string {
  if (subject === undefined) return `\`${name}\``;
  const { process } = subject;
  return isProcessName(process) ? `\`${process}.${name}\`` : `\`${name}\` of \`${process}\``;
}
