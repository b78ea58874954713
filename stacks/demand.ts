import { type Architecture, Capacity } from "pulumi-aws-django";
import {
  DEFAULT_IDLE_TIMEOUT,
  type Process,
  pathRules,
  planProcesses,
  type ServiceProcess,
} from "pulumi-aws-django/plan";
import type { AppConfig } from "./config.ts";

/** vCPUs of one kind of Fargate capacity. */
export interface Vcpus {
  /** Those of all services at their fewest tasks. */
  running: number;
  /** What a release needs in addition: the tasks of both versions run side by side, one wave after the other. */
  rolling: number;
  /** Those of all services at their most tasks. */
  most: number;
}

/** What an environment asks of the account's quotas. */
export interface Demand {
  onDemand: Vcpus;
  spot: Vcpus;
  targetGroups: number;
  listenerRules: number;
  /** The processors that tasks of each image run on, in Docker's words: `amd64`, `arm64`. */
  processors: Readonly<Record<string, readonly string[]>>;
}

/** What Docker calls a processor. */
const PROCESSORS: Readonly<Record<Architecture, string>> = { x86_64: "amd64", arm64: "arm64" };

/** What the environment of an app stack asks of the account's quotas. */
export function demandOf({ name, args }: Pick<AppConfig, "name" | "args">): Demand {
  const { services, update, scheduled } = planProcesses(name, args, DEFAULT_IDLE_TIMEOUT);
  const routes = services.flatMap(({ name: process, route }) => (route ? [{ process, ...route }] : []));
  const onDemand = vcpusOf(services, (tasks, capacity) => tasks - onSpot(tasks, capacity));
  return {
    // The update task runs before the roll-out and has ended by then.
    onDemand: { ...onDemand, rolling: Math.max(onDemand.rolling, update.cpu / 1024) },
    spot: vcpusOf(services, onSpot),
    targetGroups: routes.length,
    listenerRules:
      routes.flatMap(({ process, paths, position }) => pathRules(process, paths, position)).length +
      ((args.redirectedHostNames ?? []).length > 0 ? 1 : 0),
    processors: processorsOf([...services, update, ...scheduled]),
  };
}

function processorsOf(processes: readonly Process[]): Record<string, string[]> {
  const images = Map.groupBy(processes, ({ image }) => image);
  const named = [...images].map(([image, all]) => {
    const processors = all.map(({ architecture }) => PROCESSORS[architecture]);
    return [image, [...new Set(processors)].sort()] as const;
  });
  return Object.fromEntries(named);
}

/** How many of so many tasks run on Spot. */
function onSpot(tasks: number, capacity: Capacity): number {
  if (capacity === Capacity.OnDemand) return 0;
  return capacity === Capacity.Spot ? tasks : Math.max(0, tasks - 1);
}

function vcpusOf(
  services: readonly ServiceProcess[],
  share: (tasks: number, capacity: Capacity) => number,
): Vcpus {
  const sum = (some: readonly ServiceProcess[], tasksOf: (service: ServiceProcess) => number) =>
    some.reduce((total, one) => total + (share(tasksOf(one), one.capacity) * one.cpu) / 1024, 0);
  const waves = Map.groupBy(
    services.filter(({ singleton }) => !singleton),
    ({ wave }) => wave,
  );
  return {
    running: sum(services, ({ scaling }) => scaling.min),
    rolling: Math.max(0, ...[...waves.values()].map((wave) => sum(wave, ({ scaling }) => scaling.min))),
    most: sum(services, ({ scaling }) => scaling.max),
  };
}
