import fc from "fast-check";
import { expect, test } from "vitest";
import { firstAddress, type Ipv4Block, lastAddress, overlap, parseBlock } from "../../src/awsx/ipv4Block.ts";
import { planLayout } from "../../src/awsx/subnetLayout.ts";
import type { SubnetSpec, VpcArgs } from "../../src/awsx/vpcArgs.ts";

const zoneCount = fc.integer({ min: 1, max: 6 });
const vpcMask = fc.integer({ min: 16, max: 20 });
const types: SubnetSpec["type"][] = ["Public", "Private", "Isolated", "Unused"];
const spec = (mask: number | undefined, index: number): SubnetSpec => ({
  type: types[index % types.length] ?? "Public",
  name: `s${index}`,
  cidrMask: mask,
});
/** Small enough to fit into an eighth of a /20. */
const sized = fc.array(fc.integer({ min: 27, max: 30 }), { minLength: 1, maxLength: 8 });

test("Auto: specs without a size stay inside the VPC, apart from each other, in order", () => {
  fc.assert(
    fc.property(zoneCount, vpcMask, fc.integer({ min: 1, max: 8 }), (zones, mask, count) => {
      const blocks = allocate(zones, mask, {
        subnetStrategy: "Auto",
        subnetSpecs: specs(Array(count).fill(undefined)),
      });
      expect(blocks).toHaveLength(zones * count);
      expectInside(mask, blocks);
      expectAscending(blocks);
    }),
  );
});

test("Auto: specs with a size that fit with their gaps stay inside the VPC, apart from each other, in order", () => {
  fc.assert(
    fc.property(zoneCount, vpcMask, sized, (zones, mask, masks) => {
      const blocks = allocate(zones, mask, { subnetStrategy: "Auto", subnetSpecs: specs(masks) });
      expect(blocks.map((block) => block.mask)).toEqual(Array(zones).fill(masks).flat());
      expectInside(mask, blocks);
      expectAscending(blocks);
    }),
  );
});

test("Auto: a spec added at the end moves no subnet whose size is given", () => {
  fc.assert(
    fc.property(zoneCount, vpcMask, sized, fc.integer({ min: 27, max: 30 }), (zones, mask, masks, added) => {
      const before = named(zones, mask, { subnetStrategy: "Auto", subnetSpecs: specs(masks) });
      const after = named(zones, mask, { subnetStrategy: "Auto", subnetSpecs: specs([...masks, added]) });
      expect(after).toMatchObject(before);
      expect(Object.keys(after)).toHaveLength(Object.keys(before).length + zones);
    }),
  );
});

test.each<VpcArgs["subnetStrategy"]>(["Auto", "AutoMerge", "Legacy"])(
  "%s: without specs, a fourth zone moves none of the subnets of three",
  (subnetStrategy) => {
    fc.assert(
      fc.property(vpcMask, (mask) => {
        expect(named(4, mask, { subnetStrategy })).toMatchObject(named(3, mask, { subnetStrategy }));
      }),
    );
  },
);

test.each<VpcArgs["subnetStrategy"]>(["Auto", "AutoMerge", "Legacy"])(
  "%s: the subnets without specs are inside the VPC and apart from each other",
  (subnetStrategy) => {
    fc.assert(
      fc.property(zoneCount, vpcMask, (zones, mask) => {
        const blocks = allocate(zones, mask, { subnetStrategy });
        expect(blocks).toHaveLength(zones * 2);
        expectInside(mask, blocks);
        for (const [index, block] of blocks.entries()) {
          expect(blocks.slice(index + 1).filter((other) => overlap(block, other))).toEqual([]);
        }
      }),
    );
  },
);

test("Exact: specs that fill their zone are accepted, and fill the VPC", () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 4), vpcMask, fc.constantFrom(1, 2, 4, 8), (zones, mask, count) => {
      const blocks = allocate(zones, mask, {
        subnetStrategy: "Exact",
        subnetSpecs: specs(Array(count).fill(undefined)),
      });
      expect(blocks.reduce((sum, { mask }) => sum + 2 ** (32 - mask), 0)).toBe(2 ** (32 - mask));
    }),
  );
});

test("Auto makes the same blocks of what another layout says of itself in `resolved`", () => {
  const small = fc.array(fc.integer({ min: 28, max: 30 }), { maxLength: 8 });
  fc.assert(
    fc.property(zoneCount, vpcMask, small, (zones, mask, masks) => {
      const merged = layOut(zones, mask, { subnetStrategy: "AutoMerge", subnetSpecs: specs(masks) });
      const given = merged.resolved.map((each, index) => ({ ...each, name: `r${index}` }));
      const again = layOut(zones, mask, { subnetStrategy: "Auto", subnetSpecs: given });
      expect(again.cidrBlocks).toEqual(expect.arrayContaining([...merged.cidrBlocks]));
      expect(again.cidrBlocks.length).toBe(zones * given.length);
    }),
  );
});

function specs(masks: (number | undefined)[]): SubnetSpec[] {
  return masks.map(spec);
}

function layOut(zones: number, mask: number, args: VpcArgs) {
  return planLayout("net", zoneNames(zones), args).allocate(`10.0.0.0/${mask}`);
}

function allocate(zones: number, mask: number, args: VpcArgs): Ipv4Block[] {
  return layOut(zones, mask, args).cidrBlocks.map(parseBlock);
}

function named(zones: number, mask: number, args: VpcArgs): Record<string, string | undefined> {
  const { cidrBlocks } = layOut(zones, mask, args);
  const { subnets } = planLayout("net", zoneNames(zones), args);
  return Object.fromEntries(subnets.map(({ resourceName }, index) => [resourceName, cidrBlocks[index]]));
}

function zoneNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `eu-west-1${"abcdef"[index]}`);
}

function expectInside(vpcMask: number, blocks: Ipv4Block[]): void {
  const vpc = parseBlock(`10.0.0.0/${vpcMask}`);
  for (const block of blocks) {
    expect(firstAddress(block)).toBeGreaterThanOrEqual(firstAddress(vpc));
    expect(lastAddress(block)).toBeLessThanOrEqual(lastAddress(vpc));
  }
}

function expectAscending(blocks: Ipv4Block[]): void {
  for (const [index, block] of blocks.slice(1).entries()) {
    expect(firstAddress(block)).toBeGreaterThan(lastAddress(blocks[index] ?? block));
  }
}
