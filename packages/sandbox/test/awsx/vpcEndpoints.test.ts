import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { VpcArgs } from "../../src/awsx/vpcArgs.ts";
import { record } from "./recordRegistrations.ts";

const twoZones: VpcArgs = {
  numberOfAvailabilityZones: 2,
  subnetStrategy: "Auto",
  natGateways: { strategy: "None" },
  tags: { app: "shop" },
};
const s3 = "com.amazonaws.eu-west-1.s3";
const logs = "com.amazonaws.eu-west-1.logs";

describe("Legacy, the default: a spec is passed on as it is", () => {
  test("with a warning where an endpoint lacks what only Auto would fill in", async () => {
    const { children, outputs, warnings } = await record({
      ...twoZones,
      vpcEndpointSpecs: [{ serviceName: s3 }, { serviceName: logs, vpcEndpointType: "Interface" }],
    });
    expect(children[`vpcEndpoint ${s3}`]).toEqual({
      inputs: { serviceName: s3, tags: { Name: "net", app: "shop" }, vpcId: "net-id" },
      parent: "vpc net",
      dependsOn: ["vpc net"],
    });
    expect(children[`vpcEndpoint ${logs}`]?.inputs).toEqual({
      serviceName: logs,
      tags: { Name: "net", app: "shop" },
      vpcEndpointType: "Interface",
      vpcId: "net-id",
    });
    expect(children["vpc net"]?.inputs).not.toHaveProperty("enableDnsHostnames");
    expect(outputs.vpcEndpoints).toEqual([`vpcEndpoint ${s3}`, `vpcEndpoint ${logs}`]);
    expect(warnings).toEqual([
      `VPC endpoint "${s3}" is a Gateway endpoint without routeTableIds. Specify vpcEndpointStrategy: "Auto" to use generated VPC route tables.`,
      `VPC endpoint "${logs}" is an Interface endpoint without subnetIds or subnetConfigurations. Specify vpcEndpointStrategy: "Auto" to use generated VPC subnets.`,
    ]);
  });

  test("without a warning where it is complete or its type is only known later", async () => {
    const { children, warnings } = await record({
      ...twoZones,
      vpcEndpointSpecs: [
        { serviceName: s3, routeTableIds: ["rtb-1"], policy: "{}", tags: { tier: "data" } },
        { serviceName: logs, vpcEndpointType: pulumi.output("Interface"), region: "eu-west-2" },
      ],
    });
    expect(children[`vpcEndpoint ${s3}`]?.inputs).toEqual({
      policy: "{}",
      routeTableIds: ["rtb-1"],
      serviceName: s3,
      tags: { Name: "net", app: "shop", tier: "data" },
      vpcId: "net-id",
    });
    expect(children[`vpcEndpoint ${logs}`]?.inputs).toMatchObject({
      region: "eu-west-2",
      vpcEndpointType: "Interface",
    });
    expect(warnings).toEqual([]);
  });
});

describe("Auto: what a spec leaves out comes from the VPC", () => {
  test("a gateway endpoint gets all route tables", async () => {
    const { children, warnings } = await record({
      ...twoZones,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: s3 }],
    });
    expect(children[`vpcEndpoint ${s3}`]?.inputs).toEqual({
      routeTableIds: ["net-public-1-id", "net-private-1-id", "net-public-2-id", "net-private-2-id"],
      serviceName: s3,
      tags: { Name: "net", app: "shop" },
      vpcId: "net-id",
    });
    expect(children["vpc net"]?.inputs).not.toHaveProperty("enableDnsHostnames");
    expect(warnings).toEqual([]);
  });

  test("an interface endpoint gets a private subnet of each zone, private DNS, and a group that lets the VPC in", async () => {
    const { children } = await record({
      ...twoZones,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: logs, vpcEndpointType: "Interface", tags: { tier: "logs" } }],
    });
    expect(children[`vpcEndpoint ${logs}`]?.inputs).toEqual({
      privateDnsEnabled: true,
      securityGroupIds: [`${logs}-sg-id`],
      serviceName: logs,
      subnetIds: ["net-private-1-id", "net-private-2-id"],
      tags: { Name: "net", app: "shop", tier: "logs" },
      vpcEndpointType: "Interface",
      vpcId: "net-id",
    });
    expect(children[`securityGroup ${logs}-sg`]).toEqual({
      inputs: {
        description: "Managed by Pulumi",
        tags: { Name: "net", app: "shop", tier: "logs" },
        vpcId: "net-id",
      },
      parent: "vpc net",
      dependsOn: ["vpc net"],
    });
    expect(children[`securityGroupRule ${logs}-ingress`]).toEqual({
      inputs: {
        type: "ingress",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["10.0.0.0/16"],
        securityGroupId: `${logs}-sg-id`,
      },
      parent: "vpc net",
      dependsOn: [`securityGroup ${logs}-sg`, "vpc net"],
    });
    expect(children["vpc net"]?.inputs).toMatchObject({ enableDnsHostnames: true, enableDnsSupport: true });
  });

  test("its group lets IPv6 in where the endpoint has it", async () => {
    const { children } = await record({
      ...twoZones,
      assignGeneratedIpv6CidrBlock: true,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: logs, vpcEndpointType: "Interface", ipAddressType: "dualstack" }],
    });
    expect(children[`securityGroupRule ${logs}-ingress`]?.inputs.ipv6CidrBlocks).toEqual([
      "2600:1f18:12:ab00::/56",
    ]);
  });

  test("what the spec has is kept, and without private DNS the VPC's DNS stays as it is", async () => {
    const { children } = await record({
      ...twoZones,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [
        {
          serviceName: logs,
          vpcEndpointType: "Interface",
          privateDnsEnabled: false,
          subnetIds: ["subnet-1"],
          securityGroupIds: ["sg-1"],
        },
      ],
    });
    expect(children[`vpcEndpoint ${logs}`]?.inputs).toMatchObject({
      privateDnsEnabled: false,
      subnetIds: ["subnet-1"],
      securityGroupIds: ["sg-1"],
    });
    expect(children).not.toHaveProperty([`securityGroup ${logs}-sg`]);
    expect(children["vpc net"]?.inputs).not.toHaveProperty("enableDnsHostnames");
  });

  test.each([
    [
      ["Public", "Isolated"],
      ["net-1-isolated-1-id", "net-1-isolated-2-id"],
    ],
    [["Public"], ["net-0-public-1-id", "net-0-public-2-id"]],
    [
      ["Isolated", "Private", "Private"],
      ["net-1-private-1-id", "net-1-private-2-id"],
    ],
  ] as const)("of the subnets %j it takes %j", async (types, subnetIds) => {
    const { children } = await record({
      ...twoZones,
      subnetSpecs: types.map((type, index) => ({ type, name: `${index}-${type.toLowerCase()}` })),
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: logs, vpcEndpointType: "Interface" }],
    });
    expect(children[`vpcEndpoint ${logs}`]?.inputs.subnetIds).toEqual(subnetIds);
  });

  test("refuses a type that is only known later", async () => {
    const args: VpcArgs = {
      ...twoZones,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: logs, vpcEndpointType: pulumi.output("Interface") }],
    };
    await expect(record(args)).rejects.toThrow(
      `vpcEndpointStrategy "Auto" requires vpcEndpointType for endpoint "${logs}" to be omitted or a plain string. Use vpcEndpointStrategy "Legacy" for dynamic endpoint types.`,
    );
  });

  test("refuses a VPC whose DNS is off", async () => {
    const args: VpcArgs = {
      ...twoZones,
      enableDnsSupport: false,
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: logs, vpcEndpointType: "Interface" }],
    };
    await expect(record(args)).rejects.toThrow(
      'vpcEndpointStrategy "Auto" requires enableDnsSupport to be true when Interface endpoint private DNS is enabled.',
    );
  });
});
