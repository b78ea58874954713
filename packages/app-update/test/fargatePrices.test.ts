import { expect, test } from "vitest";
import { prices } from "../../aws-model/src/facts/prices.ts";
import { describeTasks, FARGATE_HOUR } from "../src/fargatePrices.ts";

test("the prices are those of the sandbox's price list", () => {
  expect(FARGATE_HOUR).toEqual({
    X86_64: { vcpu: prices.fargateX86VcpuHour.usd, gib: prices.fargateX86GbHour.usd },
    ARM64: { vcpu: prices.fargateArmVcpuHour.usd, gib: prices.fargateArmGbHour.usd },
  });
});

test.each([
  ["X86_64", "300 vCPU and 600 GiB, about 10,812 USD a month on demand"],
  ["ARM64", "300 vCPU and 600 GiB, about 8,651 USD a month on demand"],
] as const)("300 tasks on %s", (cpuArchitecture, described) => {
  const definition = { cpu: "1024", memory: "2048", runtimePlatform: { cpuArchitecture } };
  expect(describeTasks(300, definition)).toBe(described);
});
