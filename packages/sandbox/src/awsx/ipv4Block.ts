/**
 * An IPv4 block. `address` is usually its first address, but need not be: the Legacy layout can write a block
 * from an address inside it, and that is what AWS is then asked for.
 */
export interface Ipv4Block {
  readonly address: number;
  readonly mask: number;
}

const ADDRESSES = 2 ** 32;

/** Reads `10.0.0.0/16`. Refuses everything that AWS would not take as a network's block. */
export function parseBlock(text: string): Ipv4Block {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const mask = Number(match?.[5]);
  if (!match || octets.some((octet) => octet > 255) || mask > 32) {
    throw new Error(`"${text}" is not an IPv4 block; write it like "10.0.0.0/16".`);
  }
  const block = { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), mask };
  const canonical = formatBlock(blockAround(block.address, mask));
  if (formatBlock(block) !== canonical) {
    throw new Error(`"${text}" is not the start of a /${mask} block; write "${canonical}".`);
  }
  return block;
}

export function formatBlock({ address, mask }: Ipv4Block): string {
  return `${formatAddress(address)}/${mask}`;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function blockSize(mask: number): number {
  return 2 ** (32 - mask);
}

/** The aligned block of that size which holds the address. */
export function blockAround(address: number, mask: number): Ipv4Block {
  if (address < 0 || address >= ADDRESSES) {
    throw new Error("The subnets reach beyond 255.255.255.255; choose a lower `cidrBlock`.");
  }
  const size = blockSize(mask);
  return { address: Math.floor(address / size) * size, mask };
}

export function firstAddress({ address, mask }: Ipv4Block): number {
  return blockAround(address, mask).address;
}

export function lastAddress(block: Ipv4Block): number {
  return firstAddress(block) + blockSize(block.mask) - 1;
}

/** The first aligned block of size `mask` behind the one of that size in which `block` ends. */
export function blockAfter(block: Ipv4Block, mask: number): Ipv4Block {
  const ending = blockAround(lastAddress(block), mask);
  return { address: ending.address + blockSize(mask), mask };
}

export function overlap(a: Ipv4Block, b: Ipv4Block): boolean {
  return firstAddress(a) <= lastAddress(b) && firstAddress(b) <= lastAddress(a);
}
