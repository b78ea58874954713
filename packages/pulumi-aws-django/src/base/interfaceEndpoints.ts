import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InterfaceEndpoint } from "./args.ts";
import type { Network } from "./network.ts";
import { allowBetween, makeSecurityGroup } from "./securityGroups.ts";

/** Addresses inside the VPC for services of AWS, which only tasks can reach. */
export function makeInterfaceEndpoints(
  name: string,
  services: InterfaceEndpoint[],
  network: Network,
  tasks: aws.ec2.SecurityGroup,
  region: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (services.length === 0) return;
  const group = makeSecurityGroup(`${name}-endpoints`, `Endpoints of ${name}`, network.vpcId, opts);
  allowBetween(`${name}-tasks-to-endpoints`, tasks, group, 443, "Tasks to endpoints", opts);
  for (const service of services) {
    new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId: network.vpcId,
        vpcEndpointType: "Interface",
        serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
        privateDnsEnabled: true,
        subnetIds: network.taskSubnetIds,
        securityGroupIds: [group.id],
      },
      opts,
    );
  }
}
