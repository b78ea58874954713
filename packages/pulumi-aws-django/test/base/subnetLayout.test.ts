import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIpv4Block, type Ipv4Block, isIpv6Block, parseIpv4Block, sizeOf } from "../../src/base/cidr.ts";
import { MAX_VPC_PREFIX, MIN_VPC_PREFIX, subnetLayout } from "../../src/base/subnetLayout.ts";

const vpcBlock = fc
  .record({
    prefix: fc.integer({ min: MIN_VPC_PREFIX, max: MAX_VPC_PREFIX }),
    address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  })
  .map(({ prefix, address }) => ({ prefix, start: address - (address % 2 ** (32 - prefix)) }));
const zones = fc.constantFrom(2, 3);

function blocksOf(vpc: Ipv4Block, count: number): Ipv4Block[] {
  const layout = subnetLayout(vpc, count);
  return [...layout.public, ...layout.private, ...layout.isolated].map((cidr) => {
    const block = parseIpv4Block(cidr);
    if (block === undefined) throw new Error(`${cidr} isn't a block`);
    return block;
  });
}

test("the layout of the default VPC", () => {
  expect(subnetLayout({ start: 10 * 2 ** 24, prefix: 16 }, 3)).toEqual({
    private: ["10.0.0.0/19", "10.0.64.0/19", "10.0.128.0/19"],
    public: ["10.0.32.0/20", "10.0.96.0/20", "10.0.160.0/20"],
    isolated: ["10.0.48.0/21", "10.0.112.0/21", "10.0.176.0/21"],
  });
});

test("subnets lie in the VPC and never overlap", () => {
  fc.assert(
    fc.property(vpcBlock, zones, (vpc, count) => {
      const blocks = blocksOf(vpc, count).toSorted((a, b) => a.start - b.start);
      expect(blocks).toHaveLength(3 * count);
      for (const [index, block] of blocks.entries()) {
        expect(block.start).toBeGreaterThanOrEqual(vpc.start);
        const next = blocks[index + 1]?.start ?? vpc.start + sizeOf(vpc);
        expect(block.start + sizeOf(block)).toBeLessThanOrEqual(next);
      }
    }),
  );
});

test("a third zone moves no subnet of the first two", () => {
  fc.assert(
    fc.property(vpcBlock, (vpc) => {
      const two = subnetLayout(vpc, 2);
      const three = subnetLayout(vpc, 3);
      for (const use of ["public", "private", "isolated"] as const) {
        expect(three[use].slice(0, 2)).toEqual(two[use]);
      }
    }),
  );
});

test("AWS takes every subnet: none is smaller than a /28, and the load balancer has a /27 or more", () => {
  fc.assert(
    fc.property(vpcBlock, zones, (vpc, count) => {
      for (const { prefix } of blocksOf(vpc, count)) expect(prefix).toBeLessThanOrEqual(28);
      for (const cidr of subnetLayout(vpc, count).public) {
        expect(parseIpv4Block(cidr)?.prefix).toBeLessThanOrEqual(27);
      }
    }),
  );
});

test("a block is read back as it was written", () => {
  fc.assert(
    fc.property(vpcBlock, (vpc) => {
      expect(parseIpv4Block(formatIpv4Block(vpc))).toEqual(vpc);
    }),
  );
});

test.each([
  "10.0.0.1/16",
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0/16",
  "256.0.0.0/8",
  "10.0.0.0/16/2",
  "::/0",
  "",
])("%o is no block of IPv4 addresses", (text) => {
  expect(parseIpv4Block(text)).toBeUndefined();
});

test("blocks of IPv6 addresses", () => {
  expect(["::/0", "2001:db8::/32"].map(isIpv6Block)).toEqual([true, true]);
  expect(["10.0.0.0/16", "2001:db8::", "2001:db8::/129", "x/3"].map(isIpv6Block)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
