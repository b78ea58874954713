import { Refusal } from "../outcome.ts";
import type { ServiceTarget, Targets, TaskTarget } from "../targets.ts";

/** The service of a process, or a refusal that names those there are. */
export function serviceNamed(targets: Targets, process: string): ServiceTarget {
  return named(targets.services, process);
}

/** The task of a process, be it a service, scheduled or the pre-update task. */
export function taskNamed(targets: Targets, process: string): TaskTarget {
  return named<TaskTarget>([...targets.services, targets.preUpdate, ...targets.scheduled], process);
}

function named<T extends TaskTarget>(all: T[], process: string): T {
  const found = all.find((target) => target.process === process);
  if (found !== undefined) return found;
  const known = all.map((target) => `\`${target.process}\``).join(", ");
  throw new Refusal([`There is no process \`${process}\`: choose one of ${known}.`]);
}
