/** GiB in MiB. */
const GIB = 1024;

/** Memory sizes in MiB: from, to, in steps of. */
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);

/**
 * The memory in MiB that Fargate allows for each number of CPU units.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const MEMORY_BY_CPU: Record<number, readonly number[]> = {
  256: [512, GIB, 2 * GIB],
  512: range(1 * GIB, 4 * GIB, GIB),
  1024: range(2 * GIB, 8 * GIB, GIB),
  2048: range(4 * GIB, 16 * GIB, GIB),
  4096: range(8 * GIB, 30 * GIB, GIB),
  8192: range(16 * GIB, 60 * GIB, 4 * GIB),
  16384: range(32 * GIB, 120 * GIB, 8 * GIB),
  32768: [60 * GIB, 120 * GIB, 244 * GIB],
};

/** The CPU units that Fargate takes. */
export const FARGATE_CPUS: readonly number[] = Object.keys(MEMORY_BY_CPU).map(Number);

/** The memory sizes in MiB that Fargate allows for a number of CPU units; none if it doesn't take that number. */
export function fargateMemories(cpu: number): readonly number[] {
  return MEMORY_BY_CPU[cpu] ?? [];
}

/** The sizes as a person would list them: a few in full, many by their ends and the step. */
export function fargateMemoryList(cpu: number): string {
  const sizes = fargateMemories(cpu);
  if (sizes.length <= 8) return sizes.join(", ");
  const [first = 0, second = 0] = sizes;
  return `${first} to ${sizes.at(-1)} in steps of ${second - first}`;
}
