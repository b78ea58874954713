import { combination, invalid } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { World } from "../../world/world.ts";
import { groupRule, type PlannedGroup } from "./groupRule.ts";

const guide = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";

/** Whether a group of parameters is for clusters. */
function isForClusters(world: World, name: string): boolean {
  const own = world.get("aws:elasticache/parameterGroup:ParameterGroup", name)?.state.parameters;
  return (
    name.endsWith(".cluster.on") ||
    records(own).some((parameter) => parameter.name === "cluster-enabled" && parameter.value === "yes")
  );
}

/** Whether the group has shards, as a cluster. */
const isCluster = ({ inputs, wanted, world }: PlannedGroup): boolean =>
  inputs.clusterMode === "enabled" ||
  Number(inputs.numNodeGroups ?? 1) > 1 ||
  isForClusters(world, text(wanted("parameterGroupName")));

/** What sets the number of nodes. */
const counts = ["numCacheClusters", "numNodeGroups", "replicasPerNodeGroup", "nodeGroupConfigurations"];

/** What brings nodes with it. */
const origins = ["globalReplicationGroupId", "snapshotName", "snapshotArns"];

/** Zones of the group's subnets; undefined if one of them is not in the world. */
function zonesOf({ wanted, world }: PlannedGroup): Set<string> | undefined {
  const group = world.get("aws:elasticache/subnetGroup:SubnetGroup", text(wanted("subnetGroupName")));
  const subnets = texts(group?.state.subnetIds).map((id) => world.get("aws:ec2/subnet:Subnet", id)?.state);
  if (subnets.length === 0 || subnets.includes(undefined)) return undefined;
  return new Set(subnets.map((subnet) => text(subnet?.availabilityZone)));
}

/** How many nodes a group has, where they are, and who takes over from the first. */
export const failoverRules: readonly Rule[] = [
  groupRule({
    name: "cache-cluster-mode-stays",
    source: `${guide}/modify-cluster-mode.html`,
    // The change from one mode to the other has to go through the mode that is both.
    check: ({ inputs, state, isNew, isAsked, world }) => {
      const isOnTheWay = [inputs.clusterMode, state.clusterMode].includes("compatible");
      if (isNew || isOnTheWay || !isAsked("parameterGroupName")) return undefined;
      const [before, after] = [state, inputs].map(({ parameterGroupName }) =>
        isForClusters(world, text(parameterGroupName)),
      );
      return before === after
        ? undefined
        : combination(
            "The parameter cluster-enabled has a different value in the requested parameter group than the current parameter group. This parameter value cannot be changed for a cache cluster.",
          );
    },
  }),
  groupRule({
    name: "cache-multi-zone-needs-failover",
    source: `${guide}/AutoFailover.html`,
    check: ({ inputs }) =>
      inputs.multiAzEnabled === true && inputs.automaticFailoverEnabled !== true
        ? { message: "automatic_failover_enabled must be true if multi_az_enabled is true" }
        : undefined,
  }),
  groupRule({
    name: "cache-failover-needs-replica",
    source: `${guide}/AutoFailover.html`,
    check: ({ inputs }) =>
      inputs.automaticFailoverEnabled === true && Number(inputs.numCacheClusters ?? 2) < 2
        ? { message: '"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true' }
        : undefined,
  }),
  groupRule({
    name: "cache-failover-of-one-node",
    source: `${guide}/AutoFailover.html`,
    check: (planned) => {
      const { inputs, isNew } = planned;
      const isCounted = [...counts, ...origins].some((property) => inputs[property] !== undefined);
      if (!isNew || inputs.automaticFailoverEnabled !== true || isCounted || isCluster(planned))
        return undefined;
      return combination(
        "When using automatic failover, there must be at least 2 cache clusters in the replication group.",
      );
    },
  }),
  groupRule({
    name: "cache-replicas-of-primary",
    source: `${guide}/Replication.Redis.Groups.html`,
    check: ({ inputs, isAsked }) =>
      isAsked("numCacheClusters") && Number(inputs.numCacheClusters) > 6
        ? invalid("The number of replicas per node group must be within 0 and 5.")
        : undefined,
  }),
  groupRule({
    name: "cache-multi-zone-subnets",
    source: `${guide}/AutoFailover.html`,
    check: (planned) => {
      const zones = zonesOf(planned);
      if (planned.inputs.multiAzEnabled !== true || !zones || zones.size > 1) return undefined;
      return combination(
        `Multi-AZ needs subnets in at least two Availability Zones. Current AZ coverage: ${[...zones].join(", ")}.`,
      );
    },
  }),
  groupRule({
    name: "cache-cluster-needs-failover",
    source: `${guide}/AutoFailover.html`,
    check: (planned) => {
      const { inputs, isNew, state } = planned;
      if (inputs.automaticFailoverEnabled === true || !isCluster(planned)) return undefined;
      if (isNew) {
        const comesAsItIs = origins.some((property) => inputs[property] !== undefined);
        return comesAsItIs
          ? undefined
          : invalid("Redis with cluster mode enabled cannot be created with auto failover turned off.");
      }
      return state.automaticFailoverEnabled === true
        ? combination(
            "Turning off automatic failover for replication group with cluster mode enabled is not supported.",
          )
        : undefined;
    },
  }),
];
