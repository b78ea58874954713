import { isIPv4, isIPv6 } from "node:net";

/** A block of IPv4 addresses. */
export interface Ipv4Block {
  /** The first address, as a number. */
  start: number;
  /** Length of the prefix in bits: the 16 of `10.0.0.0/16`. */
  prefix: number;
}

/** How many addresses are in a block. */
export function sizeOf({ prefix }: Ipv4Block): number {
  return 2 ** (32 - prefix);
}

/** The block that `10.0.0.0/16` means. Undefined if it isn't one, or if its address isn't the first one of the block. */
export function parseIpv4Block(cidr: string): Ipv4Block | undefined {
  const [address, prefix, ...rest] = String(cidr).split("/");
  if (address === undefined || prefix === undefined || rest.length > 0) return undefined;
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return undefined;
  const start = address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
  const block = { start, prefix: Number(prefix) };
  return start % sizeOf(block) === 0 ? block : undefined;
}

/** The block as text. */
export function formatIpv4Block({ start, prefix }: Ipv4Block): string {
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(start / 2 ** bits) % 256);
  return `${parts.join(".")}/${prefix}`;
}

/** Whether the text is a block of IPv6 addresses, for example `2001:db8::/32`. */
export function isIpv6Block(cidr: string): boolean {
  const [address, prefix, ...rest] = String(cidr).split("/");
  if (address === undefined || prefix === undefined || rest.length > 0) return false;
  return isIPv6(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
}
