import * as pulumi from "@pulumi/pulumi";
import { formerApp } from "../app.ts";

const reference = new pulumi.StackReference("organization/ecs-base/dev");
const text = (name: string) => reference.getOutput(name) as pulumi.Output<string>;

formerApp({
  accountId: "123456789012",
  region: "us-east-1",
  vpcId: text("vpcId"),
  privateSubnets: reference.getOutput("privateSubnetIds") as pulumi.Output<string[]>,
  appSgId: text("appSgId"),
  listenerArn: text("listenerArn"),
  albDnsName: text("albDnsName"),
  zoneId: "Z0123456789ABCDEFGHIJ",
  domainName: "example.com",
  baseStackName: text("baseStackName"),
  assetsBucketName: text("assetsBucketName"),
  rdsAddress: text("rdsAddress"),
  rdsPasswordSecretName: text("rdsPasswordSecretName"),
  redisServiceHost: text("redisServiceHost"),
});
