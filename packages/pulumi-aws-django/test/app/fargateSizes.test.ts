import { expect, test } from "vitest";
import { FARGATE_CPUS, fargateMemories, fargateMemoryList } from "../../src/ecs/fargateSizes.ts";

test("the CPU sizes are those of Fargate", () => {
  expect(FARGATE_CPUS).toEqual([256, 512, 1024, 2048, 4096, 8192, 16384, 32768]);
});

test("each CPU size has the memory sizes that Fargate allows", () => {
  expect(fargateMemories(256)).toEqual([512, 1024, 2048]);
  expect(fargateMemories(512)).toEqual([1024, 2048, 3072, 4096]);
  expect(fargateMemories(1024)).toEqual([2048, 3072, 4096, 5120, 6144, 7168, 8192]);
  const ends = FARGATE_CPUS.slice(3, 7).map((cpu) => {
    const sizes = fargateMemories(cpu);
    return [cpu, sizes[0], sizes[1], sizes.at(-1), sizes.length];
  });
  expect(ends).toEqual([
    [2048, 4096, 5120, 16384, 13],
    [4096, 8192, 9216, 30720, 23],
    [8192, 16384, 20480, 61440, 12],
    [16384, 32768, 40960, 122880, 12],
  ]);
  expect(fargateMemories(32768)).toEqual([61440, 122880, 249856]);
  expect(fargateMemories(300)).toEqual([]);
});

test("a list of sizes is one that a person can read", () => {
  expect(fargateMemoryList(256)).toBe("512, 1024, 2048");
  expect(fargateMemoryList(4096)).toBe("8192 to 30720 in steps of 1024");
  expect(fargateMemoryList(16384)).toBe("32768 to 122880 in steps of 8192");
  expect(fargateMemoryList(32768)).toBe("61440, 122880, 249856");
});
