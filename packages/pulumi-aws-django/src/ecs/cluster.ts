import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A cluster with the capacity providers of Fargate. */
export interface Cluster {
  cluster: aws.ecs.Cluster;
  /** Services depend on it: AWS doesn't remove a capacity provider that a service uses. */
  capacityProviders: aws.ecs.ClusterCapacityProviders;
}

/** What a cluster is called, and what AWS measures of it. */
export interface ClusterSettings {
  name: string;
  insights: "disabled" | "enabled" | "enhanced";
  tags: pulumi.Input<Record<string, string> | undefined>;
}

/** Options of each of the two, in addition to those that they share. */
export interface ClusterOptions {
  cluster: pulumi.CustomResourceOptions;
  capacityProviders: pulumi.CustomResourceOptions;
}

/** Makes the cluster that all tasks of an app run in. */
export function makeCluster(
  name: string,
  { name: physicalName, insights, tags }: ClusterSettings,
  opts: pulumi.CustomResourceOptions,
  own: ClusterOptions,
): Cluster {
  const cluster = new aws.ecs.Cluster(
    name,
    { name: physicalName, settings: [{ name: "containerInsights", value: insights }], tags },
    pulumi.mergeOptions(opts, own.cluster),
  );
  const capacityProviders = new aws.ecs.ClusterCapacityProviders(
    name,
    {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
    },
    pulumi.mergeOptions(opts, own.capacityProviders),
  );
  return { cluster, capacityProviders };
}
