import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { VpcArgs } from "../../src/awsx/vpcArgs.ts";
import { type Recording, record } from "./recordRegistrations.ts";

const threeTypes: VpcArgs = {
  numberOfAvailabilityZones: 2,
  subnetStrategy: "Auto",
  subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
};

describe("one zone with a single NAT gateway", async () => {
  const { children, outputs, outputDependencies, warnings } = await record({
    cidrBlock: "10.1.0.0/16",
    availabilityZoneNames: ["eu-west-1a"],
    subnetStrategy: "Auto",
    subnetSpecs: [
      { type: "Isolated", name: "data" },
      { type: "Private", tags: { tier: "app", Name: "lost" } },
      { type: "Public" },
    ],
    natGateways: { strategy: "Single" },
    tags: { app: "shop" },
    enableDnsHostnames: true,
    instanceTenancy: "default",
  });

  test("registers these children and no others", () => {
    expect(children).toEqual({
      "vpc net": {
        inputs: {
          cidrBlock: "10.1.0.0/16",
          enableDnsHostnames: true,
          instanceTenancy: "default",
          tags: { Name: "net", app: "shop" },
        },
        parent: "component net",
        dependsOn: [],
      },
      "internetGateway net": child("vpc net", { vpcId: "net-id", tags: { Name: "net", app: "shop" } }),

      "subnet net-public-1": child("vpc net", {
        vpcId: "net-id",
        availabilityZone: "eu-west-1a",
        cidrBlock: "10.1.128.0/18",
        mapPublicIpOnLaunch: true,
        assignIpv6AddressOnCreation: false,
        tags: { Name: "net-public-1", SubnetType: "Public", app: "shop" },
      }),
      "routeTable net-public-1": child(
        "subnet net-public-1",
        {
          vpcId: "net-id",
          tags: { Name: "net-public-1", SubnetType: "Public", app: "shop" },
        },
        ["vpc net"],
      ),
      "routeTableAssociation net-public-1": child(
        "routeTable net-public-1",
        {
          routeTableId: "net-public-1-id",
          subnetId: "net-public-1-id",
        },
        ["subnet net-public-1"],
      ),
      "route net-public-1": child(
        "routeTable net-public-1",
        { routeTableId: "net-public-1-id", gatewayId: "net-id", destinationCidrBlock: "0.0.0.0/0" },
        ["internetGateway net"],
      ),
      "eip net-1": child("subnet net-public-1", { tags: { Name: "net-1", app: "shop" } }),
      "natGateway net-1": child(
        "subnet net-public-1",
        { subnetId: "net-public-1-id", allocationId: "eipalloc-net-1", tags: { Name: "net-1", app: "shop" } },
        ["eip net-1"],
      ),

      "subnet net-private-1": child("vpc net", {
        vpcId: "net-id",
        availabilityZone: "eu-west-1a",
        cidrBlock: "10.1.64.0/18",
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
        tags: { Name: "net-private-1", SubnetType: "Private", app: "shop", tier: "app" },
      }),
      "routeTable net-private-1": child(
        "subnet net-private-1",
        {
          vpcId: "net-id",
          tags: { Name: "net-private-1", SubnetType: "Private", app: "shop" },
        },
        ["vpc net"],
      ),
      "routeTableAssociation net-private-1": child(
        "routeTable net-private-1",
        {
          routeTableId: "net-private-1-id",
          subnetId: "net-private-1-id",
        },
        ["subnet net-private-1"],
      ),
      "route net-private-1": child(
        "routeTable net-private-1",
        { routeTableId: "net-private-1-id", natGatewayId: "net-1-id", destinationCidrBlock: "0.0.0.0/0" },
        ["natGateway net-1"],
      ),

      "subnet net-data-1": child("vpc net", {
        vpcId: "net-id",
        availabilityZone: "eu-west-1a",
        cidrBlock: "10.1.0.0/18",
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
        tags: { Name: "net-data-1", SubnetType: "Isolated", app: "shop" },
      }),
      "routeTable net-data-1": child(
        "subnet net-data-1",
        {
          vpcId: "net-id",
          tags: { Name: "net-data-1", SubnetType: "Isolated", app: "shop" },
        },
        ["vpc net"],
      ),
      "routeTableAssociation net-data-1": child(
        "routeTable net-data-1",
        {
          routeTableId: "net-data-1-id",
          subnetId: "net-data-1-id",
        },
        ["subnet net-data-1"],
      ),
    });
  });

  test("gives these outputs, public subnets first", () => {
    expect(outputs).toEqual({
      vpc: "vpc net",
      vpcId: "net-id",
      subnets: ["subnet net-public-1", "subnet net-private-1", "subnet net-data-1"],
      publicSubnets: ["subnet net-public-1"],
      privateSubnets: ["subnet net-private-1"],
      isolatedSubnets: ["subnet net-data-1"],
      publicSubnetIds: ["net-public-1-id"],
      privateSubnetIds: ["net-private-1-id"],
      isolatedSubnetIds: ["net-data-1-id"],
      routeTables: ["routeTable net-public-1", "routeTable net-private-1", "routeTable net-data-1"],
      routeTableAssociations: [
        "routeTableAssociation net-public-1",
        "routeTableAssociation net-private-1",
        "routeTableAssociation net-data-1",
      ],
      routes: ["route net-public-1", "route net-private-1"],
      internetGateway: "internetGateway net",
      natGateways: ["natGateway net-1"],
      eips: ["eip net-1"],
      subnetLayout: [{ name: "data", type: "Isolated" }, { type: "Private" }, { type: "Public" }],
      vpcEndpoints: [],
    });
  });

  test("each output depends on the VPC and all subnets", () => {
    expect(outputDependencies.vpcId).toEqual([
      "subnet net-data-1",
      "subnet net-private-1",
      "subnet net-public-1",
      "vpc net",
    ]);
  });

  test("a strategy that is written down gives no warning", () => {
    expect(warnings).toEqual([]);
  });
});

describe("NAT gateways", () => {
  const natChildren = ({ children }: Recording) =>
    Object.fromEntries(
      Object.entries(children)
        .filter(([key]) => /^(eip|natGateway|route) /.test(key))
        .map(([key, { inputs, parent }]) => [
          key,
          inputs.natGatewayId ?? inputs.allocationId ?? inputs.gatewayId ?? parent,
        ]),
    );

  test("None: no addresses, no gateways, and no route out of a private subnet", async () => {
    expect(natChildren(await record({ ...threeTypes, natGateways: { strategy: "None" } }))).toEqual({
      "route net-public-1": "net-id",
      "route net-public-2": "net-id",
    });
  });

  test("Single: the private subnets of all zones go through the first zone's gateway", async () => {
    expect(natChildren(await record({ ...threeTypes, natGateways: { strategy: "Single" } }))).toEqual({
      "eip net-1": "subnet net-public-1",
      "natGateway net-1": "eipalloc-net-1",
      "route net-public-1": "net-id",
      "route net-public-2": "net-id",
      "route net-private-1": "net-1-id",
      "route net-private-2": "net-1-id",
    });
  });

  test("OnePerAz, the default: each zone has a gateway of its own", async () => {
    const expected = {
      "eip net-1": "subnet net-public-1",
      "eip net-2": "subnet net-public-2",
      "natGateway net-1": "eipalloc-net-1",
      "natGateway net-2": "eipalloc-net-2",
      "route net-public-1": "net-id",
      "route net-public-2": "net-id",
      "route net-private-1": "net-1-id",
      "route net-private-2": "net-2-id",
    };
    expect(natChildren(await record(threeTypes))).toEqual(expected);
    expect(natChildren(await record({ ...threeTypes, natGateways: { strategy: "OnePerAz" } }))).toEqual(
      expected,
    );
  });

  test("with several public subnets in a zone, the first one holds the gateway", async () => {
    const { children } = await record({
      ...threeTypes,
      subnetSpecs: [{ type: "Public", name: "edge" }, { type: "Private" }, { type: "Public" }],
    });
    expect(children["natGateway net-2"]?.parent).toBe("subnet net-edge-2");
    expect(Object.keys(children).filter((key) => key.startsWith("natGateway"))).toHaveLength(2);
  });

  test("given addresses are used, and none are made", async () => {
    const natGateways = {
      strategy: "OnePerAz" as const,
      elasticIpAllocationIds: ["eipalloc-a", "eipalloc-b"],
    };
    const { children, outputs } = await record({ ...threeTypes, natGateways });
    expect(children["natGateway net-1"]?.inputs.allocationId).toBe("eipalloc-a");
    expect(children["natGateway net-2"]?.inputs.allocationId).toBe("eipalloc-b");
    expect(outputs.eips).toEqual([]);
  });
});

describe("the VPC", () => {
  test("defaults: 10.0.0.0/16, a private and a public subnet in the first three zones", async () => {
    const { children, outputs, zoneLookups, warnings } = await record({});
    expect(children["vpc net"]?.inputs).toEqual({ cidrBlock: "10.0.0.0/16", tags: { Name: "net" } });
    expect(outputs.subnets).toEqual([
      "subnet net-public-1",
      "subnet net-private-1",
      "subnet net-public-2",
      "subnet net-private-2",
      "subnet net-public-3",
      "subnet net-private-3",
    ]);
    expect(zoneLookups).toEqual([{}]);
    expect(warnings).toEqual([]);
  });

  test("specs without a strategy bring a warning with the layout to write down", async () => {
    const { warnings } = await record({
      subnetSpecs: [{ type: "Public" }, { type: "Private", cidrMask: 20 }],
    });
    expect(warnings).toEqual([
      'The default subnetStrategy will change from "Legacy" to "Auto" in the next major version. Please specify the subnetStrategy explicitly. The current subnet layout can be specified via "Auto" as:\n\n[{"cidrMask":20,"type":"Private"},{"cidrMask":20,"type":"Public"}]',
    ]);
  });

  test("a Name among the tags wins on the VPC and its gateway, not on subnets", async () => {
    const { children } = await record({ ...threeTypes, tags: { Name: "mine" } });
    expect(children["vpc net"]?.inputs.tags).toEqual({ Name: "mine" });
    expect(children["internetGateway net"]?.inputs.tags).toEqual({ Name: "mine" });
    expect(children["subnet net-private-2"]?.inputs.tags).toEqual({
      Name: "net-private-2",
      SubnetType: "Private",
    });
    expect(children["natGateway net-2"]?.inputs.tags).toEqual({ Name: "net-2" });
  });

  test("a region reaches the look-up of the zones and every child", async () => {
    const { children, zoneLookups } = await record({ ...threeTypes, region: "us-west-2" });
    expect(zoneLookups).toEqual([{ region: "us-west-2" }]);
    expect(Object.values(children).filter(({ inputs }) => inputs.region !== "us-west-2")).toEqual([]);
  });

  test("zones that are named are not looked up", async () => {
    const { children, zoneLookups } = await record({ availabilityZoneNames: ["eu-west-1c", "eu-west-1a"] });
    expect(zoneLookups).toEqual([]);
    expect(children["subnet net-public-2"]?.inputs.availabilityZone).toBe("eu-west-1a");
  });

  test("with IPv6, subnets take the /64 blocks zone by zone and type by type", async () => {
    const { children } = await record({ ...threeTypes, assignGeneratedIpv6CidrBlock: true });
    const blocks = ["public-1", "public-2", "private-1", "private-2", "isolated-1", "isolated-2"].map(
      (name) => {
        const { assignIpv6AddressOnCreation, ipv6CidrBlock } = children[`subnet net-${name}`]?.inputs ?? {};
        return [assignIpv6AddressOnCreation, ipv6CidrBlock];
      },
    );
    expect(blocks).toEqual([0, 1, 2, 3, 4, 5].map((index) => [true, `2600:1f18:12:ab0${index}::/64`]));
  });

  test("a spec can leave IPv6 out", async () => {
    const { children } = await record({
      ...threeTypes,
      assignGeneratedIpv6CidrBlock: pulumi.output(true),
      subnetSpecs: [{ type: "Public" }, { type: "Private", assignIpv6AddressOnCreation: false }],
    });
    expect(children["subnet net-public-1"]?.inputs.ipv6CidrBlock).toBe("2600:1f18:12:ab00::/64");
    expect(children["subnet net-private-1"]?.inputs.assignIpv6AddressOnCreation).toBe(false);
    expect(children["subnet net-private-1"]?.inputs).not.toHaveProperty("ipv6CidrBlock");
  });

  test("a block from IPAM is divided once the VPC has it", async () => {
    const { children, outputs } = await record({
      numberOfAvailabilityZones: 2,
      ipv4IpamPoolId: "ipam-pool-1",
      ipv4NetmaskLength: 16,
      subnetStrategy: "Auto",
    });
    expect(children["vpc net"]?.inputs).toEqual({
      ipv4IpamPoolId: "ipam-pool-1",
      ipv4NetmaskLength: 16,
      tags: { Name: "net" },
    });
    expect(children["subnet net-public-2"]?.inputs.cidrBlock).toBe("10.7.192.0/19");
    expect(outputs.subnetLayout).toEqual([
      { cidrMask: 18, type: "Private" },
      { cidrMask: 19, type: "Public" },
    ]);
  });
});

const refusals: { args: VpcArgs; message: string }[] = [
  {
    args: { ...threeTypes, natGateways: { strategy: "None", elasticIpAllocationIds: ["eipalloc-a"] } },
    message:
      "Elastic IP allocation IDs cannot be specified when NAT Gateway strategy is 'None'; leave `natGateways.elasticIpAllocationIds` out.",
  },
  {
    args: { ...threeTypes, natGateways: { strategy: "Single", elasticIpAllocationIds: ["a", "b"] } },
    message:
      "Exactly one Elastic IP may be specified when NAT Gateway strategy is 'Single', and there are 2.",
  },
  {
    args: { ...threeTypes, natGateways: { strategy: "OnePerAz", elasticIpAllocationIds: ["a"] } },
    message:
      "The number of Elastic IPs, if specified, must match the number of availability zones for the VPC (2) when NAT Gateway strategy is 'OnePerAz', and there are 1.",
  },
  {
    args: { subnetStrategy: "Auto", subnetSpecs: [{ type: "Public" }] },
    message:
      "If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to host the NAT Gateway resource, along with private or isolated subnets to route through it. It is 'OnePerAz'; without such subnets set `natGateways.strategy` to 'None'.",
  },
  {
    args: { numberOfAvailabilityZones: 5 },
    message:
      "The configured region for this provider does not have at least 5 Availability Zones (it has 4). Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least 5 AZs.",
  },
  {
    args: { region: pulumi.output("us-west-2") },
    message:
      "`region` must be a plain string when `availabilityZoneNames` is not set. If it is only known later, give `availabilityZoneNames`.",
  },
];

test.each(refusals)("refuses before the first child: $message", async ({ args, message }) => {
  await expect(record(args)).rejects.toThrow(message);
});

function child(
  parent: string,
  inputs: Record<string, unknown>,
  others: string[] = [],
): Recording["children"][string] {
  return { inputs, parent, dependsOn: [parent, ...others].toSorted() };
}
