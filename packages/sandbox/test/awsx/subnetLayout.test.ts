import { describe, expect, test } from "vitest";
import { planLayout } from "../../src/awsx/subnetLayout.ts";
import type { SubnetSpec, VpcArgs } from "../../src/awsx/vpcArgs.ts";

const threeTypes: SubnetSpec[] = [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }];

interface Case {
  rule: string;
  zones: number;
  block?: string;
  args: VpcArgs;
  subnets: Record<string, string>;
  resolved: object[];
}

const cases: Case[] = [
  {
    rule: "Auto halves the VPC for 2 zones, and quarters a zone for 3 specs without a size",
    zones: 2,
    args: { subnetStrategy: "Auto", subnetSpecs: threeTypes },
    subnets: {
      "net-public-1": "10.0.0.0/19",
      "net-private-1": "10.0.32.0/19",
      "net-isolated-1": "10.0.64.0/19",
      "net-public-2": "10.0.128.0/19",
      "net-private-2": "10.0.160.0/19",
      "net-isolated-2": "10.0.192.0/19",
    },
    resolved: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
  },
  {
    rule: "Auto quarters the VPC for 3 zones, and quarters a zone for 3 specs without a size",
    zones: 3,
    args: { subnetStrategy: "Auto", subnetSpecs: threeTypes },
    subnets: {
      "net-public-1": "10.0.0.0/20",
      "net-private-1": "10.0.16.0/20",
      "net-isolated-1": "10.0.32.0/20",
      "net-public-2": "10.0.64.0/20",
      "net-private-2": "10.0.80.0/20",
      "net-isolated-2": "10.0.96.0/20",
      "net-public-3": "10.0.128.0/20",
      "net-private-3": "10.0.144.0/20",
      "net-isolated-3": "10.0.160.0/20",
    },
    resolved: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
  },
  {
    rule: "Auto without specs gives half of each zone to private and a quarter to public subnets",
    zones: 2,
    args: { subnetStrategy: "Auto" },
    subnets: {
      "net-private-1": "10.0.0.0/18",
      "net-public-1": "10.0.64.0/19",
      "net-private-2": "10.0.128.0/18",
      "net-public-2": "10.0.192.0/19",
    },
    resolved: [
      { cidrMask: 18, type: "Private" },
      { cidrMask: 19, type: "Public" },
    ],
  },
  {
    rule: "Auto without specs uses the first /16 of a larger zone only",
    zones: 1,
    block: "10.0.0.0/14",
    args: { subnetStrategy: "Auto" },
    subnets: { "net-private-1": "10.0.0.0/17", "net-public-1": "10.0.128.0/18" },
    resolved: [
      { cidrMask: 17, type: "Private" },
      { cidrMask: 18, type: "Public" },
    ],
  },
  {
    rule: "Auto leaves a gap where a larger block follows a smaller one; `size` means the same as `cidrMask`",
    zones: 2,
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrMask: 24 },
        { type: "Private", cidrMask: 20 },
        { type: "Isolated", size: 256 },
      ],
    },
    subnets: {
      "net-public-1": "10.0.0.0/24",
      "net-private-1": "10.0.16.0/20",
      "net-isolated-1": "10.0.32.0/24",
      "net-public-2": "10.0.128.0/24",
      "net-private-2": "10.0.144.0/20",
      "net-isolated-2": "10.0.160.0/24",
    },
    resolved: [
      { cidrMask: 24, size: 256, type: "Public" },
      { cidrMask: 20, size: 4096, type: "Private" },
      { cidrMask: 24, size: 256, type: "Isolated" },
    ],
  },
  {
    rule: "availabilityZoneCidrMask sets the size of a zone under Auto",
    zones: 2,
    args: {
      subnetStrategy: "Auto",
      availabilityZoneCidrMask: 20,
      subnetSpecs: [{ type: "Public" }, { type: "Private" }],
    },
    subnets: {
      "net-public-1": "10.0.0.0/21",
      "net-private-1": "10.0.8.0/21",
      "net-public-2": "10.0.16.0/21",
      "net-private-2": "10.0.24.0/21",
    },
    resolved: [{ type: "Public" }, { type: "Private" }],
  },
  {
    rule: "Auto does not look whether the gaps push the last subnet out of the VPC",
    zones: 1,
    block: "10.0.0.0/24",
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrMask: 26 },
        { type: "Private", cidrMask: 25 },
        { type: "Isolated", cidrMask: 26 },
      ],
    },
    subnets: {
      "net-public-1": "10.0.0.0/26",
      "net-private-1": "10.0.0.128/25",
      "net-isolated-1": "10.0.1.0/26",
    },
    resolved: [
      { cidrMask: 26, size: 64, type: "Public" },
      { cidrMask: 25, size: 128, type: "Private" },
      { cidrMask: 26, size: 64, type: "Isolated" },
    ],
  },
  {
    rule: "an unused range takes its place, and a name replaces the type in a subnet's name",
    zones: 1,
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Private" }, { type: "Unused" }, { type: "Public", name: "edge" }],
    },
    subnets: {
      "net-private-1": "10.0.0.0/18",
      "net-unused-1": "10.0.64.0/18",
      "net-edge-1": "10.0.128.0/18",
    },
    resolved: [{ type: "Private" }, { type: "Unused" }, { name: "edge", type: "Public" }],
  },
  {
    rule: "Exact is Auto with the whole VPC accounted for",
    zones: 2,
    block: "10.0.0.0/24",
    args: {
      subnetStrategy: "Exact",
      subnetSpecs: [
        { type: "Private", cidrMask: 26 },
        { type: "Public", cidrMask: 27 },
        { type: "Unused", cidrMask: 27 },
      ],
    },
    subnets: {
      "net-private-1": "10.0.0.0/26",
      "net-public-1": "10.0.0.64/27",
      "net-unused-1": "10.0.0.96/27",
      "net-private-2": "10.0.0.128/26",
      "net-public-2": "10.0.0.192/27",
      "net-unused-2": "10.0.0.224/27",
    },
    resolved: [
      { cidrMask: 26, size: 64, type: "Private" },
      { cidrMask: 27, size: 32, type: "Public" },
      { cidrMask: 27, size: 32, type: "Unused" },
    ],
  },
  {
    rule: "explicit blocks are taken as they are, one for each zone",
    zones: 2,
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.9.0/24", "10.0.7.0/24"] },
        { type: "Private", cidrBlocks: ["10.0.1.0/24", "10.0.2.0/25"] },
      ],
    },
    subnets: {
      "net-public-1": "10.0.9.0/24",
      "net-private-1": "10.0.1.0/24",
      "net-public-2": "10.0.7.0/24",
      "net-private-2": "10.0.2.0/25",
    },
    resolved: [
      { cidrBlocks: ["10.0.9.0/24", "10.0.7.0/24"], type: "Public" },
      { cidrBlocks: ["10.0.1.0/24", "10.0.2.0/25"], type: "Private" },
    ],
  },
  {
    rule: "Legacy, the default, ignores explicit blocks",
    zones: 1,
    args: {
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.9.0/24"] },
        { type: "Private", cidrBlocks: ["10.0.1.0/24"] },
      ],
    },
    subnets: { "net-private-1": "10.0.0.0/19", "net-public-1": "10.0.32.0/20" },
    resolved: [
      { cidrMask: 19, type: "Private" },
      { cidrMask: 20, type: "Public" },
    ],
  },
  {
    rule: "AutoMerge: a spec without a size takes the size of its default away",
    zones: 2,
    args: { subnetStrategy: "AutoMerge", subnetSpecs: [{ type: "Public", tags: { a: "b" } }] },
    subnets: {
      "net-private-1": "10.0.0.0/18",
      "net-public-1": "10.0.64.0/18",
      "net-private-2": "10.0.128.0/18",
      "net-public-2": "10.0.192.0/18",
    },
    resolved: [
      { cidrMask: 18, type: "Private" },
      { cidrMask: 18, type: "Public" },
    ],
  },
  {
    rule: "AutoMerge: named specs and other types follow the defaults; the layout describes the gaps without names",
    zones: 1,
    args: {
      subnetStrategy: "AutoMerge",
      subnetSpecs: [
        { type: "Public", cidrMask: 24 },
        { type: "Isolated", cidrMask: 24 },
        { type: "Private", name: "data", cidrMask: 22 },
      ],
    },
    subnets: {
      "net-private-1": "10.0.0.0/17",
      "net-public-1": "10.0.128.0/24",
      "net-isolated-1": "10.0.129.0/24",
      "net-data-1": "10.0.132.0/22",
    },
    resolved: [
      { cidrMask: 17, type: "Private" },
      { cidrMask: 24, type: "Public" },
      { cidrMask: 24, type: "Isolated" },
      { cidrMask: 23, type: "Unused" },
      { cidrMask: 22, type: "Private" },
    ],
  },
  {
    rule: "Legacy without specs: half a zone private, a quarter public; the layout shows private subnets of two zones",
    zones: 3,
    args: {},
    subnets: {
      "net-private-1": "10.0.0.0/19",
      "net-private-2": "10.0.64.0/19",
      "net-private-3": "10.0.128.0/19",
      "net-public-1": "10.0.32.0/20",
      "net-public-2": "10.0.96.0/20",
      "net-public-3": "10.0.160.0/20",
    },
    resolved: [
      { cidrMask: 19, type: "Private" },
      { cidrMask: 19, type: "Unused" },
      { cidrMask: 19, type: "Private" },
    ],
  },
  {
    rule: "Legacy orders private, public, isolated and gives them a /19, /20 and /24",
    zones: 2,
    args: { subnetStrategy: "Legacy", subnetSpecs: threeTypes },
    subnets: {
      "net-private-1": "10.0.0.0/19",
      "net-public-1": "10.0.32.0/20",
      "net-isolated-1": "10.0.48.0/24",
      "net-private-2": "10.0.128.0/19",
      "net-public-2": "10.0.160.0/20",
      "net-isolated-2": "10.0.176.0/24",
    },
    resolved: [
      { cidrMask: 19, type: "Private" },
      { cidrMask: 20, type: "Public" },
      { cidrMask: 24, type: "Isolated" },
    ],
  },
  {
    rule: "Legacy gives a lone spec its whole zone",
    zones: 2,
    block: "10.0.0.0/22",
    args: { subnetStrategy: "Legacy", subnetSpecs: [{ type: "Private" }] },
    subnets: { "net-private-1": "10.0.0.0/23", "net-private-2": "10.0.2.0/23" },
    resolved: [{ cidrMask: 23, type: "Private" }],
  },
  {
    rule: "Legacy moves a block that would overlap, and may write one from an address inside it",
    zones: 1,
    args: {
      subnetStrategy: "Legacy",
      subnetSpecs: [
        { type: "Public", cidrMask: 20 },
        { type: "Private", cidrMask: 24 },
        { type: "Public", name: "x", cidrMask: 22 },
      ],
    },
    subnets: { "net-private-1": "10.0.0.0/24", "net-public-1": "10.0.16.0/20", "net-x-1": "10.0.5.0/22" },
    resolved: [
      { cidrMask: 24, type: "Private" },
      { cidrMask: 24, type: "Unused" },
      { cidrMask: 23, type: "Unused" },
      { cidrMask: 22, type: "Unused" },
      { cidrMask: 21, type: "Unused" },
      { cidrMask: 20, type: "Public" },
      { cidrMask: 20, type: "Unused" },
      { cidrMask: 22, type: "Public" },
    ],
  },
];

test.each(cases)("$rule", ({ zones, block = "10.0.0.0/16", args, subnets, resolved }) => {
  const layout = planLayout("net", zoneNames(zones), args);
  const allocation = layout.allocate(block);

  expect(
    layout.subnets.map(({ resourceName }, index) => [resourceName, allocation.cidrBlocks[index]]),
  ).toEqual(Object.entries(subnets));
  expect(allocation.resolved).toEqual(resolved);
});

describe("Name tags", () => {
  const nameTags = (zones: string[]) =>
    planLayout("net", zones, {
      subnetStrategy: "Auto",
      subnetNameTagStrategy: "AvailabilityZone",
    }).subnets.map(({ resourceName, nameTag }) => [resourceName, nameTag]);

  test("AvailabilityZone puts the zone into the tag and leaves the logical name alone", () => {
    expect(nameTags(["us-gov-west-1b", "us-west-2-lax-1a"])).toEqual([
      ["net-private-1", "net-private-1b"],
      ["net-public-1", "net-public-1b"],
      ["net-private-2", "net-private-2-lax-1a"],
      ["net-public-2", "net-public-2-lax-1a"],
    ]);
  });

  test("AvailabilityZone refuses zones that would share a tag", () => {
    expect(() => nameTags(["eu-west-1a", "us-west-1a"])).toThrow(
      'subnetNameTagStrategy="AvailabilityZone" requires availability zones with distinct suffixes, but eu-west-1a, us-west-1a has "1a" twice.',
    );
  });
});

interface Refusal {
  zones?: number;
  block?: string;
  blockIsKnown?: boolean;
  args: VpcArgs;
  message: string;
}

const refusals: Refusal[] = [
  {
    block: "10.0.0/16",
    args: {},
    message: '"10.0.0/16" is not an IPv4 block; write it like "10.0.0.0/16".',
  },
  {
    block: "10.0.5.0/16",
    args: {},
    message: '"10.0.5.0/16" is not the start of a /16 block; write "10.0.0.0/16".',
  },
  {
    block: "10.0.0.0/24",
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrMask: 26 },
        { type: "Private", cidrMask: 25 },
      ],
    },
    message: "Subnets are too large for VPC. VPC has 128 addresses, but subnets require 192 addresses.",
  },
  {
    block: "10.0.0.0/26",
    args: { subnetStrategy: "Auto" },
    message:
      "Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /27 is available. If you do need very small subnets, please specify them explicitly.",
  },
  { args: { subnetStrategy: "Auto", subnetSpecs: [] }, message: "No subnets specified" },
  {
    zones: 1,
    args: {
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.0.0/20"] },
        { type: "Private", cidrBlocks: ["10.0.8.0/24"] },
      ],
    },
    message:
      "The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the subnets per AZ, or use less Availability Zones:\n\n1. net-public-1: 10.0.0.0/20\n2. net-private-1: 10.0.8.0/24\n",
  },
  {
    zones: 1,
    block: "10.0.0.0/24",
    args: {
      subnetStrategy: "Exact",
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.0.64/26"] },
        { type: "Private", cidrBlocks: ["10.0.0.192/27"] },
      ],
    },
    message:
      'There are gaps in the subnet ranges. Please fix the following gaps, for example with specs of type "Unused": net-public-1 (10.0.0.64/26) does not start at the beginning of the VPC (10.0.0.0/24), net-public-1 (10.0.0.64/26) <=> net-private-1 (10.0.0.192/27), net-private-1 (ending 10.0.0.223) ends before VPC ends (at 10.0.0.255)',
  },
  {
    blockIsKnown: false,
    args: {},
    message:
      'Dynamically allocated cidrBlock ranges are not supported with subnetStrategy="Legacy". Try using subnetStrategy="Auto".',
  },
  {
    args: {
      subnetStrategy: "AutoMerge",
      subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] }],
    },
    message:
      'subnetStrategy="AutoMerge" does not support subnetSpecs with explicit cidrBlocks. Use subnetStrategy="Auto" or "Exact" to fully specify the subnet layout.',
  },
  {
    args: {
      subnetSpecs: [
        { type: "Public" },
        { type: "Public" },
        { type: "Private", size: 1000 },
        { type: "Isolated", size: 256, cidrMask: 25 },
      ],
    },
    message: [
      "Invalid subnet specifications:",
      'Multiple subnet specs of type "public" require unique names. You can have at most one unnamed subnet per type. All other subnets of the same type must have unique "name" properties to avoid duplicate resource names.',
      "The subnet size 1000 is not a power of 2 from 4 to 4294967296.",
      "Subnet size 256 does not match the expected size for a /25 subnet (128).",
    ].join("\n - "),
  },
  {
    args: {
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.0.0/24"] },
        { type: "Private" },
        { type: "Isolated", cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"], cidrMask: 25 },
        { type: "Unused", cidrBlocks: ["10.0.3.0/24", "10.0.4.0/24"], size: 128 },
      ],
    },
    message: [
      "Invalid subnet specifications:",
      "The number of CIDR blocks in subnetSpecs[0] must match the number of availability zones (2).",
      "If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks.",
      "The cidrMask in subnetSpecs[2] must match all cidrBlocks or be left undefined.",
      "The size in subnetSpecs[3] must match all cidrBlocks or be left undefined.",
    ].join("\n - "),
  },
];

test.each(refusals)(
  "refuses: $message",
  ({ zones = 2, block = "10.0.0.0/16", blockIsKnown, args, message }) => {
    expect(() => planLayout("net", zoneNames(zones), args, blockIsKnown).allocate(block)).toThrow(
      new Error(message),
    );
  },
);

function zoneNames(count: number): string[] {
  return ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"].slice(0, count);
}
