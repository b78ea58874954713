import { again, arn, by, isArn, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:ecs/cluster:Cluster": {
    find: arn(
      "ecs",
      (inputs) => `cluster/${text(inputs, "name")}`,
      by(["name"], isArn, (value) => [
        `ecs describe-clusters --clusters ${value("name")}`,
        "clusters[?status=='ACTIVE'].clusterArn",
      ]),
    ),
    holds: false,
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": { find: () => again, holds: false },
  "aws:ecs/service:Service": {
    find: arn(
      "ecs",
      (inputs) => `service/${text(inputs, "cluster").split("/").at(-1)}/${text(inputs, "name")}`,
      by(["cluster", "name"], isArn, (value) => [
        `ecs describe-services --cluster ${value("cluster")} --services ${value("name")}`,
        "services[?status=='ACTIVE'].serviceArn",
      ]),
    ),
    holds: false,
  },
  // Another revision of the family, which nothing runs and nobody pays for.
  "aws:ecs/taskDefinition:TaskDefinition": { find: () => again, holds: false },
};
