import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { awsxProvider } from "../../src/awsx/provider.ts";
import { checkVpcArgs } from "../../src/awsx/vpcArgs.ts";

const later = pulumi.output("later");

test.each<[pulumi.Inputs, string, string]>([
  [{ cidrBlok: "10.0.0.0/16" }, "cidrBlok", "awsx knows no such property"],
  [
    { cidrBlock: later },
    "cidrBlock",
    "must be a plain string, but is an output, whose value is not known yet",
  ],
  [
    { tags: pulumi.output({ a: "b" }) },
    "tags",
    "must be a map whose keys are plain, but is an output, whose value is not known yet",
  ],
  [{ availabilityZoneNames: [] }, "availabilityZoneNames", "must be at least 1 long"],
  [{ availabilityZoneNames: ["a", 1] }, "availabilityZoneNames[1]", "must be a plain string"],
  [{ numberOfAvailabilityZones: 0 }, "numberOfAvailabilityZones", "must be at least 1"],
  [{ availabilityZoneCidrMask: 17.5 }, "availabilityZoneCidrMask", "must be a plain whole number"],
  [{ subnetStrategy: "auto" }, "subnetStrategy", "must be one of Legacy, Auto, AutoMerge, Exact"],
  [{ natGateways: {} }, "natGateways.strategy", "must be one of None, Single, OnePerAz, but is missing"],
  [{ subnetSpecs: [{ type: "Public", mask: 20 }] }, "subnetSpecs[0].mask", "awsx knows no such property"],
  [{ subnetSpecs: [{ type: "Public", cidrMask: 31 }] }, "subnetSpecs[0].cidrMask", "must be at most 30"],
  [{ vpcEndpointSpecs: [{}] }, "vpcEndpointSpecs[0].serviceName", "must be a plain string, but is missing"],
])("refuses %j", (inputs, propertyPath, reason) => {
  expect(errorsOf(inputs)).toEqual([{ propertyPath, reason }]);
});

test("names all problems at once", () => {
  expect(errorsOf({ cidrBlock: 1, subnetSpecs: [{ type: "Private" }, { type: "Database" }] })).toEqual([
    { propertyPath: "cidrBlock", reason: "must be a plain string" },
    {
      propertyPath: "subnetSpecs[1].type",
      reason: "must be one of Public, Private, Isolated, Unused",
    },
  ]);
});

test.each<[pulumi.Inputs, string]>([
  [
    { availabilityZoneNames: ["eu-west-1a"], numberOfAvailabilityZones: 1 },
    "Only one of `availabilityZoneNames` and `numberOfAvailabilityZones` can be given; leave one out.",
  ],
  [
    { availabilityZoneNames: ["eu-west-1a", "eu-west-1a"] },
    "`availabilityZoneNames` names eu-west-1a twice.",
  ],
  [
    { ipv4IpamPoolId: "p", cidrBlock: "10.0.0.0/16", ipv4NetmaskLength: 16 },
    "Only one of `cidrBlock` and `ipv4NetmaskLength` can be given; leave one out.",
  ],
  [{ ipv4IpamPoolId: "p" }, "With `ipv4IpamPoolId`, give `ipv4NetmaskLength` or `cidrBlock` too."],
])("refuses the contradiction in %j", (inputs, message) => {
  expect(() => checkVpcArgs(inputs)).toThrow(new Error(message));
});

test("takes outputs where awsx does, and hands them on untouched", () => {
  const inputs = {
    enableDnsHostnames: later,
    region: later,
    tags: { a: later },
    natGateways: { strategy: "Single", elasticIpAllocationIds: [later] },
    vpcEndpointSpecs: [{ serviceName: "s3", routeTableIds: later }],
  };
  expect(checkVpcArgs(inputs)).toBe(inputs);
});

test("every other component and function of awsx is refused by name", async () => {
  await expect(awsxProvider.construct?.("x", "awsx:ecs:FargateService", {}, {})).rejects.toThrow(
    "The sandbox's stand-in for awsx serves awsx:ec2:Vpc only, not awsx:ecs:FargateService.",
  );
  await expect(awsxProvider.invoke?.("awsx:ec2:getDefaultVpc", {})).rejects.toThrow(
    "The sandbox's stand-in for awsx serves awsx:ec2:Vpc only, not awsx:ec2:getDefaultVpc.",
  );
});

function errorsOf(inputs: pulumi.Inputs): readonly pulumi.InputPropertyErrorDetails[] {
  try {
    checkVpcArgs(inputs);
    return [];
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return error.errors;
    throw error;
  }
}
