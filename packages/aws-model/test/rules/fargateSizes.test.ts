import { expect, test } from "vitest";
import { FARGATE_CPUS, fargateMemories } from "../../../pulumi-aws-django/src/ecs/fargateSizes.ts";
import { isFargateSize } from "../../src/services/ecs/fargateSizes.ts";

const GIB = 1024;

test("the sizes of tasks are those that the library takes, and no others", () => {
  const every = Array.from({ length: 256 * 2 + 1 }, (_, halves) => (halves * GIB) / 2);
  for (const cpu of [...FARGATE_CPUS, 128, 3072, 65_536]) {
    const taken = every.filter((memory) => isFargateSize(cpu, memory, false));
    expect(taken, `${cpu} CPU units`).toEqual(fargateMemories(cpu));
  }
});
