import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InterfaceEndpoint } from "./args.ts";
import type { BaseContext } from "./context.ts";
import type { Network } from "./network.ts";
import { allowBetween, makeSecurityGroup } from "./securityGroups.ts";

/** Addresses inside the VPC for services of AWS, which only tasks can reach. */
export function makeInterfaceEndpoints(
  services: InterfaceEndpoint[],
  { network, tasks }: { network: Network; tasks: aws.ec2.SecurityGroup },
  { base: name, region, opts }: BaseContext,
): void {
  if (services.length === 0) return;
  const group = makeSecurityGroup(`${name}-endpoints`, `Endpoints of ${name}`, network.vpcId, opts);
  allowBetween(
    `${name}-tasks-to-endpoints`,
    { from: tasks, to: group, port: 443, description: "Tasks to endpoints" },
    opts,
  );
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
