import {
  type Part,
  type PricedResource,
  type Pricing,
  publicAddresses,
} from "@ublog/aws-model/src/descriptor/price.ts";
import { perMonth, prices, SPOT } from "@ublog/aws-model/src/facts/prices.ts";
import { parameterValue } from "@ublog/aws-model/src/world/parameters.ts";
import { record, records } from "@ublog/aws-model/src/world/reading.ts";
import type { Properties, Value } from "@ublog/aws-model/src/world/world.ts";
import { physicalName } from "pulumi-aws-django/vocabulary";
import { averageTasks } from "./scheduledTasks.ts";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const PARAMETER = "aws:ssm/parameter:Parameter";

/** Disk of a task that is free, in GiB. */
const FREE_STORAGE = 20;

/** The tasks of a service. */
export const taskPricing: Pricing = (inputs, stack) => {
  const count = tasksOf(inputs, stack);
  const definition = definitionOf(inputs, stack);
  if (count === 0 || definition === undefined) return { parts: [] };
  const spot = spotTasks(count, inputs.capacityProviderStrategies);
  const { assignPublicIp } = record(inputs.networkConfiguration);
  const parts = [
    ...tasks(count - spot, definition, "on demand", 1),
    ...tasks(spot, definition, "on Spot", SPOT),
    ...(assignPublicIp === true ? [publicAddresses(count)] : []),
  ];
  const average = averageTasks(String(inputs.name), count, stack);
  if (average === count) return { parts };
  if (average === undefined) return { parts, byUse: "its schedules change how many tasks there are" };
  const share = average / count;
  return {
    parts: parts.map(({ what, usd }) => ({
      what: `${what}, ${Math.round(share * 100)} % of the time`,
      usd: usd === undefined ? undefined : usd * share,
    })),
  };
};

/** How many tasks a release starts: a service is made without any. */
function tasksOf({ name, desiredCount }: Properties, stack: readonly PricedResource[]): number {
  for (const { type, inputs } of stack) {
    if (type !== PARAMETER || !String(inputs.name).endsWith("/deploy-targets")) continue;
    const { app, services } = JSON.parse(parameterValue(inputs)) as DeployTargetsDocument;
    const found = services.find(
      ({ process, service = `${app}-${physicalName(process)}` }) => service === name,
    );
    if (found !== undefined) return found.firstCount ?? 1;
  }
  return Number(desiredCount ?? 0);
}

/** The part of the document that releases read which matters here: what isn't in it has its default. */
interface DeployTargetsDocument {
  app: string;
  services: { process: string; service?: string; firstCount?: number }[];
}

function definitionOf(
  { taskDefinition }: Properties,
  stack: readonly PricedResource[],
): Properties | undefined {
  const family = /task-definition\/([^:]+):\d+$/.exec(String(taskDefinition))?.[1];
  return stack.find(({ type, inputs }) => type === TASK_DEFINITION && inputs.family === family)?.inputs;
}

/** How many of this number of tasks are on Spot: first the `base` of each provider, then the rest by weight. */
function spotTasks(count: number, strategies: Value | undefined): number {
  const share = { base: 0, spotBase: 0, weight: 0, spotWeight: 0 };
  for (const { capacityProvider, base, weight } of records(strategies)) {
    const isSpot = capacityProvider === "FARGATE_SPOT";
    share.base += Number(base ?? 0);
    share.weight += Number(weight ?? 0);
    if (isSpot) share.spotBase += Number(base ?? 0);
    if (isSpot) share.spotWeight += Number(weight ?? 0);
  }
  const rest = Math.max(0, count - share.base);
  const byWeight = share.weight === 0 ? 0 : Math.round((rest * share.spotWeight) / share.weight);
  return Math.min(count, share.spotBase + byWeight);
}

function tasks(count: number, definition: Properties, where: string, rate: number): Part[] {
  if (count === 0) return [];
  const vcpu = Number(definition.cpu) / 1024;
  const gb = Number(definition.memory) / 1024;
  const isArm = record(definition.runtimePlatform).cpuArchitecture === "ARM64";
  const hour = isArm
    ? vcpu * prices.fargateArmVcpuHour.usd + gb * prices.fargateArmGbHour.usd
    : vcpu * prices.fargateX86VcpuHour.usd + gb * prices.fargateX86GbHour.usd;
  const disk = Number(record(definition.ephemeralStorage).sizeInGib ?? FREE_STORAGE) - FREE_STORAGE;
  const processor = isArm ? "ARM" : "x86";
  return [
    { what: `${count} × ${vcpu} vCPU, ${gb} GB ${processor} ${where}`, usd: count * perMonth(hour) * rate },
    ...(disk > 0
      ? [
          {
            what: `${count} × ${disk} GiB more disk`,
            usd: count * disk * perMonth(prices.fargateStorageGbHour.usd),
          },
        ]
      : []),
  ];
}
