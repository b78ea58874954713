import type { Rule } from "../../rules/rule.ts";
import { record, text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { type Container, isForFargate, taskDefinitionType } from "./definition.ts";
import { definitionRule } from "./definitionRule.ts";
import { isFargateSize } from "./fargateSizes.ts";

const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/** How much CPU, memory and storage a task may have, and how much of it its containers. */
export const taskSizeRules: readonly Rule[] = [
  definitionRule("task-size-readable", `${guide}/task-cpu-memory-error.html`, (definition) => {
    const sizes = sizeOf(definition);
    const wrong = (["cpu", "memory"] as const).find((size) => Number.isNaN(sizes[size]));
    return wrong && `Invalid '${wrong}' setting for task.`;
  }),
  definitionRule("fargate-size", `${guide}/fargate-tasks-services.html#fargate-tasks-size`, (definition) => {
    if (!isForFargate(definition)) return undefined;
    const { cpu, memory } = sizeOf(definition);
    if (cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
    if (memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
    const isWindows = text(record(definition.runtimePlatform).operatingSystemFamily).startsWith("WINDOWS");
    return isFargateSize(cpu, memory, isWindows)
      ? undefined
      : `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`;
  }),
  definitionRule(
    "containers-fit-task",
    `${guide}/task_definition_parameters.html#container_definition_environment`,
    (definition, containers) => {
      const { cpu = Number.POSITIVE_INFINITY, memory = Number.POSITIVE_INFINITY } = sizeOf(definition);
      const large = containers.find((container) => Number(container.memory ?? 0) > memory);
      if (large) return `The 'memory' setting for container '${large.name}' is greater than for the task.`;
      if (sumOf(containers, "cpu") > cpu)
        return "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.";
      return sumOf(containers, "memoryReservation") > memory
        ? "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'."
        : undefined;
    },
  ),
  {
    name: "ephemeral-storage-size",
    source: `${guide}/fargate-task-storage.html`,
    applies: { types: [taskDefinitionType], on: ["create"] },
    // The provider doesn't ask AWS.
    check: ({ inputs }) => {
      const { sizeInGib } = record(inputs.ephemeralStorage);
      if (sizeInGib === undefined || (Number(sizeInGib) >= 21 && Number(sizeInGib) <= 200)) return undefined;
      return {
        message: `expected ephemeral_storage.0.size_in_gib to be in the range (21 - 200), got ${sizeInGib}`,
      };
    },
  },
];

const sumOf = (containers: readonly Container[], size: "cpu" | "memoryReservation"): number =>
  containers.reduce((sum, container) => sum + Number(container[size] ?? 0), 0);

/** CPU units and MiB of a task: `1024`, `1 vCPU`, `1 GB`. Undefined where none is given, NaN for anything else. */
const sizeOf = ({ cpu, memory }: Properties) => ({
  cpu: read(text(cpu), /^([\d.]+)\s*vcpus?$/i),
  memory: read(text(memory), /^([\d.]+)\s*gb$/i),
});

function read(size: string, unit: RegExp): number | undefined {
  if (size === "") return undefined;
  const [, number] = unit.exec(size.trim()) ?? [];
  return number === undefined ? Number(size) : Number(number) * 1024;
}
