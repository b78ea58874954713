import { BlockList, isIPv4, isIPv6 } from "node:net";

/** A block of addresses, such as `10.0.0.0/16` or `2001:db8::/32`. */
export interface Block {
  readonly text: string;
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  readonly prefix: number;
  readonly list: BlockList;
}

/** Reads a block; undefined for anything else. */
export function readBlock(text: string): Block | undefined {
  const [address = "", digits = ""] = text.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const prefix = Number(digits);
  if (family === "ipv6" && !isIPv6(address)) return undefined;
  if (digits === "" || !(prefix >= 0 && prefix <= (family === "ipv4" ? 32 : 128))) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return { text, family, address, prefix, list };
}

export const readBlocks = (texts: readonly string[]): Block[] =>
  texts.map(readBlock).filter((block) => block !== undefined);

/** The address that a block begins with. Those of IPv6 are assumed to be written correctly. */
export function firstAddress({ family, address, prefix }: Block): string {
  if (family === "ipv6") return address;
  const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(bits / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

/** Whether all addresses of `inner` are in `outer`. */
export const contains = (outer: Block, inner: Block): boolean =>
  outer.prefix <= inner.prefix && has(outer, inner);

/** Whether the blocks have an address in common: one of them then contains the other. */
export const overlaps = (a: Block, b: Block): boolean => contains(a, b) || contains(b, a);

const has = (block: Block, { family, address }: Block): boolean =>
  block.family === family && block.list.check(address, family);
