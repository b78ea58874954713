import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type Recording, record } from "./recordRegistrations.ts";

const threeTypes = {
  cidrBlock: "10.1.0.0/16",
  numberOfAvailabilityZones: 2,
  natGateways: { strategy: "None" },
  subnetStrategy: "Auto",
  subnetSpecs: [
    { type: "Isolated", name: "data", cidrBlocks: ["10.1.0.0/18", "10.1.64.0/18"] },
    { type: "Private", name: "private", cidrBlocks: ["10.1.128.0/19", "10.1.160.0/19"] },
    { type: "Public", name: "public", cidrBlocks: ["10.1.192.0/19", "10.1.224.0/19"] },
  ],
};

describe("two zones", async () => {
  const { children, outputs, outputDependencies, zoneLookups } = await record({
    ...threeTypes,
    enableDnsHostnames: true,
    enableDnsSupport: true,
  });

  test("registers the VPC, its gateway and what is in the subnets", () => {
    const inTables = ["public-1", "private-1", "data-1", "public-2", "private-2", "data-2"].flatMap(
      (name) => [
        `subnet net-${name}`,
        `routeTable net-${name}`,
        `routeTableAssociation net-${name}`,
        ...(name.startsWith("public") ? [`route net-${name}`] : []),
      ],
    );
    expect(Object.keys(children).toSorted()).toEqual(
      ["vpc net", "internetGateway net", ...inTables].toSorted(),
    );
    expect(children["vpc net"]).toEqual({
      inputs: {
        cidrBlock: "10.1.0.0/16",
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: "net" },
      },
      parent: "component net",
      dependsOn: [],
    });
    expect(children["internetGateway net"]).toEqual(
      child("vpc net", { vpcId: "net-id", tags: { Name: "net" } }),
    );
  });

  test("a public subnet has a table with a route to the internet gateway", () => {
    const tags = { Name: "net-public-2", SubnetType: "Public" };
    expect(children["subnet net-public-2"]).toEqual(
      child("vpc net", {
        vpcId: "net-id",
        availabilityZone: "eu-west-1b",
        cidrBlock: "10.1.224.0/19",
        mapPublicIpOnLaunch: true,
        assignIpv6AddressOnCreation: false,
        tags,
      }),
    );
    expect(children["routeTable net-public-2"]).toEqual(
      child("subnet net-public-2", { vpcId: "net-id", tags }, ["vpc net"]),
    );
    expect(children["routeTableAssociation net-public-2"]).toEqual(
      child("routeTable net-public-2", { routeTableId: "net-public-2-id", subnetId: "net-public-2-id" }, [
        "subnet net-public-2",
      ]),
    );
    expect(children["route net-public-2"]).toEqual(
      child(
        "routeTable net-public-2",
        { routeTableId: "net-public-2-id", gatewayId: "net-id", destinationCidrBlock: "0.0.0.0/0" },
        ["internetGateway net"],
      ),
    );
  });

  test("private and isolated subnets have a table without a route", () => {
    expect(children["subnet net-private-1"]).toEqual(
      child("vpc net", {
        vpcId: "net-id",
        availabilityZone: "eu-west-1a",
        cidrBlock: "10.1.128.0/19",
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
        tags: { Name: "net-private-1", SubnetType: "Private" },
      }),
    );
    expect(children["subnet net-data-2"]?.inputs.tags).toEqual({
      Name: "net-data-2",
      SubnetType: "Isolated",
    });
  });

  test("gives these outputs, public subnets first, and each depends on all subnets", () => {
    expect(outputs).toMatchObject({
      vpc: "vpc net",
      vpcId: "net-id",
      publicSubnetIds: ["net-public-1-id", "net-public-2-id"],
      privateSubnetIds: ["net-private-1-id", "net-private-2-id"],
      isolatedSubnetIds: ["net-data-1-id", "net-data-2-id"],
      routes: ["route net-public-1", "route net-public-2"],
      internetGateway: "internetGateway net",
      natGateways: [],
      vpcEndpoints: [],
    });
    expect(outputDependencies.vpcId).toEqual(outputDependencies.subnets);
    expect(outputDependencies.vpcId).toContain("subnet net-data-2");
    expect(zoneLookups).toEqual([{}]);
  });
});

test("zones that are named are not looked up", async () => {
  const { numberOfAvailabilityZones: _, ...others } = threeTypes;
  const { children, zoneLookups } = await record({
    ...others,
    availabilityZoneNames: ["eu-west-1c", "eu-west-1a"],
  });
  expect(zoneLookups).toEqual([]);
  expect(children["subnet net-public-2"]?.inputs.availabilityZone).toBe("eu-west-1a");
});

test("with IPv6, subnets take the /64 blocks zone by zone and type by type, unless a spec leaves it out", async () => {
  const { children } = await record({
    ...threeTypes,
    assignGeneratedIpv6CidrBlock: pulumi.output(true),
    subnetSpecs: threeTypes.subnetSpecs.map((spec) => ({
      ...spec,
      ...(spec.type === "Isolated" ? { assignIpv6AddressOnCreation: false } : {}),
    })),
  });
  const blocks = ["public-1", "public-2", "private-1", "private-2", "data-1"].map(
    (name) => children[`subnet net-${name}`]?.inputs.ipv6CidrBlock,
  );
  expect(blocks).toEqual([...[0, 1, 2, 3].map((index) => `2600:1f18:12:ab0${index}::/64`), undefined]);
});

test.each([
  {
    args: { ...threeTypes, numberOfAvailabilityZones: 3 },
    message: "awsx.ec2.Vpc",
    errors: [
      { propertyPath: "subnetSpecs.0.cidrBlocks", reason: "must have one block for each of the 3 zones" },
    ],
  },
  {
    args: { ...threeTypes, natGateways: { strategy: "Single" }, tags: {} },
    message: "The sandbox's stand-in for awsx.ec2.Vpc serves what DjangoBase needs, and not these",
    errors: [
      { propertyPath: "natGateways.strategy", reason: 'Invalid input: expected "None"' },
      { propertyPath: "", reason: 'Unrecognized key: "tags"' },
    ],
  },
])("refuses before the first child: $message", async ({ args, message, errors }) => {
  const refused = await record(args).then(
    () => undefined,
    (error) => error,
  );
  expect(refused.message).toBe(message);
  expect(refused.errors).toEqual(errors);
});

function child(
  parent: string,
  inputs: Record<string, unknown>,
  others: string[] = [],
): Recording["children"][string] {
  return { inputs, parent, dependsOn: [parent, ...others].toSorted() };
}
