import type { Vpc } from "@pulumi/awsx/ec2/index.js";
import * as pulumi from "@pulumi/pulumi";
import { withoutDependencies } from "../shared/inputs.ts";

/** The ids of the route tables of one kind of subnet, in the order of the zones. What uses one has to depend on the VPC by another property. */
export function routeTableIds(vpc: Vpc, subnetType: "Public" | "Private"): pulumi.Output<string[]> {
  return withoutDependencies(
    vpc.routeTables.apply((tables) =>
      pulumi
        .all(tables.map((table) => table.tags))
        .apply((tags) =>
          pulumi.all(tables.filter((_, zone) => tags[zone]?.SubnetType === subnetType).map(({ id }) => id)),
        ),
    ),
  );
}
