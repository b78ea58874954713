import type { TaskDefinition } from "@aws-sdk/client-ecs";

/** What Fargate charges an hour, on demand in us-east-1, in USD: https://aws.amazon.com/fargate/pricing/ */
export const FARGATE_HOUR = {
  X86_64: { vcpu: 0.04048, gib: 0.004445 },
  ARM64: { vcpu: 0.03238, gib: 0.00356 },
};
const HOURS_A_MONTH = 730;

/** The size and price of this many tasks, for a person: `50 vCPU and 100 GiB, about 1,802 USD a month …`. */
export function describeTasks(count: number, definition: TaskDefinition): string {
  const vcpu = (count * Number(definition.cpu)) / 1024;
  const gib = (count * Number(definition.memory)) / 1024;
  const isArm = definition.runtimePlatform?.cpuArchitecture === "ARM64";
  const price = isArm ? FARGATE_HOUR.ARM64 : FARGATE_HOUR.X86_64;
  const usd = Math.round((vcpu * price.vcpu + gib * price.gib) * HOURS_A_MONTH);
  const written = (value: number) => value.toLocaleString("en-US");
  return `${written(vcpu)} vCPU and ${written(gib)} GiB, about ${written(usd)} USD a month on demand`;
}
