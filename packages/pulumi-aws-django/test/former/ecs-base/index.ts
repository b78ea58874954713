import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type FormerNetwork, formerBase } from "../base.ts";

/** Two zones with a public and a private subnet each, and one NAT gateway. */
function network(opts: pulumi.CustomResourceOptions): FormerNetwork {
  const vpc = new aws.ec2.Vpc("dev", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }, opts);
  const gateway = new aws.ec2.InternetGateway("dev", { vpcId: vpc.id }, opts);
  const routes = (name: string, more: object) =>
    new aws.ec2.RouteTable(name, { vpcId: vpc.id, ...more }, opts);
  const publicTable = routes("dev-public", {
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const subnets = (kind: string, first: number, table: aws.ec2.RouteTable) =>
    ["us-east-1a", "us-east-1b"].map((availabilityZone, index) => {
      const name = `dev-${kind}-${index + 1}`;
      const cidrBlock = `10.0.${first + index}.0/24`;
      const subnet = new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock, availabilityZone }, opts);
      new aws.ec2.RouteTableAssociation(name, { subnetId: subnet.id, routeTableId: table.id }, opts);
      return subnet.id;
    });
  const publicSubnetIds = subnets("public", 0, publicTable);
  const address = new aws.ec2.Eip("dev", { domain: "vpc" }, opts);
  const nat = new aws.ec2.NatGateway(
    "dev",
    { allocationId: address.id, subnetId: publicSubnetIds[0] },
    { ...opts, dependsOn: gateway },
  );
  const privateTable = routes("dev-private", {
    routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
  });
  return {
    vpcId: vpc.id,
    publicSubnetIds,
    privateSubnetIds: subnets("private", 10, privateTable),
    privateRouteTableIds: [privateTable.id],
  };
}

const base = formerBase(
  {
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111",
    domainName: "example.com",
    region: "us-east-1",
    engineVersion: "17",
  },
  network,
);

// Under the names that the program in the repository of 1.28 gave to them.
export const {
  vpcId,
  assetsBucketName,
  privateSubnetIds,
  appSgId,
  albSgId,
  listenerArn,
  albDnsName,
  rdsAddress,
  domainName,
  baseStackName,
  rdsPasswordSecretName,
  redisServiceHost,
} = base;
