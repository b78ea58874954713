const gib = 1024;

/** The memory in MiB for numbers of CPU units that have a few sizes only. */
const listed: Record<number, number[]> = {
  256: [512, gib, 2 * gib],
  32768: [60 * gib, 120 * gib, 244 * gib],
};

/**
 * The memory in MiB that Fargate has for other numbers of CPU units: from, to, in steps of.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const sizes: Record<number, [from: number, to: number, step: number]> = {
  512: [gib, 4 * gib, gib],
  1024: [2 * gib, 8 * gib, gib],
  2048: [4 * gib, 16 * gib, gib],
  4096: [8 * gib, 30 * gib, gib],
  8192: [16 * gib, 60 * gib, 4 * gib],
  16384: [32 * gib, 120 * gib, 8 * gib],
};

/** Whether Fargate has tasks with this number of CPU units and MiB of memory; for Windows there are only the middle sizes. */
export function isFargateSize(cpu: number, memory: number, isWindows: boolean): boolean {
  if (isWindows && ![1024, 2048, 4096].includes(cpu)) return false;
  const few = listed[cpu];
  if (few !== undefined) return few.includes(memory);
  const range = sizes[cpu];
  if (range === undefined) return false;
  const [from, to, step] = range;
  return memory >= from && memory <= to && memory % step === 0;
}
