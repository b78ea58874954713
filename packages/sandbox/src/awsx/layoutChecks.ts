import {
  blockAfter,
  blockAround,
  firstAddress,
  formatAddress,
  formatBlock,
  type Ipv4Block,
  lastAddress,
  overlap,
} from "./ipv4Block.ts";

/** `names` are the subnets' names, in the order of `blocks`; so below. */
export function checkNoOverlap(names: readonly string[], blocks: readonly Ipv4Block[]): void {
  const overlapping = blocks.flatMap((a, index) =>
    blocks.some((b) => a !== b && overlap(a, b)) ? [`${names[index]}: ${formatBlock(a)}`] : [],
  );
  if (overlapping.length === 0) return;
  throw new Error(
    `The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the subnets per AZ, or use less Availability Zones:\n\n${overlapping.map((line, index) => `${index + 1}. ${line}\n`).join("")}`,
  );
}

/** What the strategy Exact asks for: that the subnets fill the VPC from its first address to its last. */
export function checkNoGaps(vpc: Ipv4Block, names: readonly string[], blocks: readonly Ipv4Block[]): void {
  const gaps: string[] = [];
  const show = (block: Ipv4Block, index: number) => `${names[index]} (${formatBlock(block)})`;
  for (const [index, block] of blocks.entries()) {
    const previous = blocks[index - 1];
    const start = firstAddress(block);
    if (!previous && start !== firstAddress(vpc)) {
      gaps.push(`${show(block, index)} does not start at the beginning of the VPC (${formatBlock(vpc)})`);
    }
    if (previous && start !== lastAddress(previous) + 1) {
      gaps.push(`${show(previous, index - 1)} <=> ${show(block, index)}`);
    }
  }
  const last = blocks.at(-1);
  if (last && lastAddress(last) !== lastAddress(vpc)) {
    const end = (block: Ipv4Block) => formatAddress(lastAddress(block));
    gaps.push(`${names.at(-1)} (ending ${end(last)}) ends before VPC ends (at ${end(vpc)})`);
  }
  if (gaps.length > 0) {
    throw new Error(
      `There are gaps in the subnet ranges. Please fix the following gaps, for example with specs of type "Unused": ${gaps.join(", ")}`,
    );
  }
}

/** The aligned blocks between two others, as awsx finds them: each as wide as fits, from left to right. */
export function gapBetween(a: Ipv4Block, b: Ipv4Block): Ipv4Block[] {
  const [start, end] = firstAddress(a) < firstAddress(b) ? [a, b] : [b, a];
  const gaps: Ipv4Block[] = [];
  let previous = a;
  let next = blockAfter(start, start.mask);
  while (firstAddress(next) < firstAddress(end)) {
    for (;;) {
      const wider = blockAround(firstAddress(next), next.mask - 1);
      if (overlap(wider, previous) || overlap(wider, end)) break;
      next = wider;
    }
    gaps.push(next);
    previous = next;
    next = blockAfter(next, next.mask);
  }
  return gaps;
}
