import { processFormerlyCalled } from "#vocabulary";
import { Refusal } from "../outcome.ts";
import type { DeployService, DeployTargets, DeployTask } from "../targets.ts";

/** The service of a process, by its name or a former one; or a refusal that lists the processes there are. */
export function serviceNamed(targets: DeployTargets, process: string): DeployService {
  return named(targets.services, process);
}

/** The task of a process, be it a service, scheduled or the update task. */
export function taskNamed(targets: DeployTargets, process: string): DeployTask {
  return named<DeployTask>([...targets.services, targets.update, ...targets.scheduled], process);
}

/** Whether the update task is meant, and not a service. */
export function isUpdate({ services, update }: DeployTargets, process: string): boolean {
  return find<DeployTask>([...services, update], process) === update;
}

function named<T extends DeployTask>(all: T[], process: string): T {
  const found = find(all, process);
  if (found !== undefined) return found;
  const known = all.map((target) => `\`${target.process}\``).join(", ");
  throw new Refusal([`There is no process \`${process}\`: choose one of ${known}.`]);
}

function find<T extends DeployTask>(all: T[], process: string): T | undefined {
  const called = (word: string | undefined) => all.find((target) => target.process === word);
  return called(process) ?? called(processFormerlyCalled(process));
}
