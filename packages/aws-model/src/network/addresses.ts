import { type Block, contains, overlaps, readBlocks } from "./blocks.ts";

/**
 * What is known about an address: blocks of which it is in one, `internet` for a public one of AWS, undefined for nothing.
 */
export type Addresses = readonly Block[] | "internet" | undefined;

/** Addresses that nobody has on the internet. */
const PRIVATE = readBlocks([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
]);

/**
 * The longest prefix of a block that may be meant for services of AWS. Which addresses those have changes every day
 * (https://ip-ranges.amazonaws.com/ip-ranges.json); a list of them has blocks of this size and larger among them,
 * while a smaller one alone is somebody else's.
 */
const LONGEST_OF_AWS = 16;

/** Whether an address may be in a block: false only if it surely isn't. */
export function mayBeIn(addresses: Addresses, block: Block): boolean {
  if (addresses === undefined) return true;
  if (addresses !== "internet") return addresses.some((known) => overlaps(known, block));
  return (
    block.family === "ipv4" &&
    block.prefix <= LONGEST_OF_AWS &&
    !PRIVATE.some((space) => contains(space, block))
  );
}

/** In words, for messages. */
export function inWords(addresses: Addresses): string {
  if (addresses === undefined) return "addresses that are not known";
  return addresses === "internet" ? "the internet (0.0.0.0/0)" : addresses.map(({ text }) => text).join(", ");
}
