import { processFormerlyCalled } from "#vocabulary";
import { Refusal } from "../outcome.ts";
import type { ServiceTarget, Targets, TaskTarget } from "../targets.ts";

/** The service of a process, by its name or a former one; or a refusal that lists the processes there are. */
export function serviceNamed(targets: Targets, process: string): ServiceTarget {
  return named(targets.services, process);
}

/** The task of a process, be it a service, scheduled or the update task. */
export function taskNamed(targets: Targets, process: string): TaskTarget {
  return named<TaskTarget>([...targets.services, targets.update, ...targets.scheduled], process);
}

/** Whether the update task is meant, and not a service. */
export function isUpdate({ services, update }: Targets, process: string): boolean {
  return find<TaskTarget>([...services, update], process) === update;
}

function named<T extends TaskTarget>(all: T[], process: string): T {
  const found = find(all, process);
  if (found !== undefined) return found;
  const known = all.map((target) => `\`${target.process}\``).join(", ");
  throw new Refusal([`There is no process \`${process}\`: choose one of ${known}.`]);
}

function find<T extends TaskTarget>(all: T[], process: string): T | undefined {
  const called = (word: string | undefined) => all.find((target) => target.process === word);
  return called(process) ?? called(processFormerlyCalled(process));
}
