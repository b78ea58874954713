import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const type = "aws:elasticache/replicationGroup:ReplicationGroup";

/** A group that says nothing about how many nodes it has. */
const uncounted: Properties = {
  replicationGroupId: "cache",
  description: "cache",
  engine: "valkey",
  engineVersion: "8.1",
  nodeType: "cache.t4g.micro",
};
const group: Properties = { ...uncounted, numCacheClusters: 1 };

const creating = "creating ElastiCache Replication Group (cache)";
const modifying = "modifying ElastiCache Replication Group (cache)";
const combination = ["ElastiCache", "CreateReplicationGroup", "InvalidParameterCombination"] as const;
const invalid = ["ElastiCache", "CreateReplicationGroup", "InvalidParameterValue"] as const;
const modification = ["ElastiCache", "ModifyReplicationGroup", "InvalidParameterCombination"] as const;

type Prepare = (account: AwsAccount) => unknown;

const make =
  (more: Properties, prepare?: Prepare, base = group) =>
  (account: AwsAccount): unknown => {
    prepare?.(account);
    return account.create(type, "cache", { ...base, ...more });
  };

const change =
  (before: Properties, after: Properties, prepare?: Prepare, base = group) =>
  (account: AwsAccount): unknown => {
    prepare?.(account);
    const live = account.create(type, "cache", { ...base, ...before });
    return account.update(live, { ...base, ...after });
  };

const makeUncounted = (more: Properties) => make(more, undefined, uncounted);
const changeUncounted = (before: Properties, after: Properties) =>
  change(before, after, undefined, uncounted);

const token = "a-token-of-sixteen-characters";
const encrypted = { transitEncryptionEnabled: true };
const overlap = "The snapshot window and maintenance window must not overlap.";

const parameters =
  (family: string): Prepare =>
  ({ create }) =>
    create("aws:elasticache/parameterGroup:ParameterGroup", "own", { name: "own", family });

const ownParameters = parameters("valkey8");

const subnetGroup =
  (...zones: string[]): Prepare =>
  ({ create }) => {
    const subnetIds = zones.map(
      (availabilityZone, index) =>
        create("aws:ec2/subnet:Subnet", `s${index}`, {
          vpcId: "vpc-1",
          availabilityZone,
          cidrBlock: `10.0.${index}.0/24`,
        }).id,
    );
    create("aws:elasticache/subnetGroup:SubnetGroup", "data", { name: "data", subnetIds });
  };

const multiZone = {
  multiAzEnabled: true,
  automaticFailoverEnabled: true,
  numCacheClusters: 2,
  subnetGroupName: "data",
};

const clustered: Properties = { automaticFailoverEnabled: true, numNodeGroups: 1, replicasPerNodeGroup: 1 };
const modes = (clusterMode: string): Properties => ({
  ...clustered,
  clusterMode,
  parameterGroupName: clusterMode === "disabled" ? "default.valkey8" : "default.valkey8.cluster.on",
});

export const cases: RuleCase[] = [
  ...[
    ["enabled", "disabled"],
    ["disabled", "enabled"],
  ].map(
    ([from = "", to = ""]): RuleCase => ({
      rule: "cache-cluster-mode-stays",
      refused: change(modes(from), modes(to), undefined, uncounted),
      message: said(
        modifying,
        modification,
        "The parameter cluster-enabled has a different value in the requested parameter group than the current parameter group. This parameter value cannot be changed for a cache cluster.",
      ),
      accepted: change(modes("compatible"), modes(to), undefined, uncounted),
    }),
  ),
  ...(
    [
      ["redis", "7.2", "7.1"],
      ["redis", "8.0", "6.x"],
      ["valkey", "7.1", "7.2"],
      ["valkey", "8.9", "9.0"],
    ] as const
  ).map(
    ([engine, refused, accepted]): RuleCase => ({
      rule: "cache-engine-version",
      refused: make({ engine, engineVersion: refused }),
      message: said(creating, combination, `Cannot find version ${refused} for ${engine}`),
      accepted: make({ engine, engineVersion: accepted }),
    }),
  ),
  {
    rule: "cache-engine-version",
    refused: change({}, { engineVersion: "8.9" }),
    message: said(modifying, modification, "Cannot find version 8.9 for valkey"),
    accepted: change({}, { engineVersion: "9.0" }),
  },
  {
    rule: "cache-valkey-with-version",
    refused: change({ engine: "redis", engineVersion: "7.1" }, { engineVersion: "7.1" }),
    message:
      "must explicitly set 'engine_version' attribute for Replication Group (cache) when updating engine to 'valkey'",
    accepted: change({ engine: "redis", engineVersion: "7.1" }, { engineVersion: "7.2" }),
  },
  ...(
    [
      ["cache.t5.micro", "cache.t4g.micro"],
      ["cache.t4g.large", "cache.m7g.large"],
      ["db.t4g.micro", "cache.m9g.large"],
    ] as const
  ).map(
    ([refused, accepted]): RuleCase => ({
      rule: "cache-node-type",
      refused: make({ nodeType: refused }),
      message: said(creating, invalid, `Invalid Cache Node Type: ${refused}`),
      accepted: make({ nodeType: accepted }),
    }),
  ),
  {
    rule: "cache-data-tiering",
    refused: make({ dataTieringEnabled: true }),
    message: said(creating, combination, "Data tiering is not supported for node type cache.t4g.micro."),
    accepted: make({ dataTieringEnabled: true, nodeType: "cache.r6gd.xlarge" }),
  },
  {
    rule: "cache-data-tiering",
    refused: make({ nodeType: "cache.r6gd.xlarge" }),
    message: said(creating, combination, "Data tiering must be enabled for node type cache.r6gd.xlarge."),
    accepted: make({ nodeType: "cache.r6g.xlarge" }),
  },
  {
    rule: "cache-token-needs-tls",
    refused: make({ authToken: token }),
    message: said(
      creating,
      invalid,
      "The AUTH token is only supported when encryption-in-transit is enabled.",
    ),
    accepted: make({ authToken: token, ...encrypted }),
  },
  {
    rule: "cache-token-alphabet",
    refused: make({ authToken: `${token}*`, ...encrypted }),
    message: said(creating, invalid, "Invalid AuthToken provided."),
    accepted: make({ authToken: `${token}!&#$^<>-`, ...encrypted }),
  },
  {
    rule: "cache-tls-mode",
    refused: make({ transitEncryptionMode: "preferred" }),
    message: said(
      creating,
      combination,
      "To modify transit encryption mode, set encryption-in-transit as enabled.",
    ),
    accepted: make({ transitEncryptionMode: "preferred", ...encrypted }),
  },
  {
    rule: "cache-tls-mode",
    refused: change({}, { ...encrypted, transitEncryptionMode: "required" }),
    message: said(
      modifying,
      modification,
      "To enable encryption-in-transit, set the transit encryption mode to preferred first, and to required in a later change.",
    ),
    accepted: (account) => {
      const live = account.create(type, "cache", group);
      const preferred = account.update(live, {
        ...group,
        ...encrypted,
        transitEncryptionMode: "preferred",
      });
      return account.update(preferred, { ...group, ...encrypted, transitEncryptionMode: "required" });
    },
  },
  {
    rule: "cache-tls-mode-with-token",
    refused: make({ authToken: token, ...encrypted, transitEncryptionMode: "preferred" }),
    message: said(
      creating,
      combination,
      "Transit encryption preferred is not supported with redis access control.",
    ),
    accepted: make({ authToken: token, ...encrypted, transitEncryptionMode: "required" }),
  },
  {
    rule: "cache-multi-zone-needs-failover",
    refused: make({ multiAzEnabled: true, numCacheClusters: 2 }),
    message: "automatic_failover_enabled must be true if multi_az_enabled is true",
    accepted: make({ multiAzEnabled: true, numCacheClusters: 2, automaticFailoverEnabled: true }),
  },
  {
    rule: "cache-failover-needs-replica",
    refused: make({ automaticFailoverEnabled: true, numCacheClusters: 1 }),
    message: '"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true',
    accepted: make({ automaticFailoverEnabled: true, numCacheClusters: 2 }),
  },
  {
    rule: "cache-multi-zone-subnets",
    refused: make(multiZone, subnetGroup("us-east-1a", "us-east-1a")),
    message: said(
      creating,
      combination,
      "Multi-AZ needs subnets in at least two Availability Zones. Current AZ coverage: us-east-1a.",
    ),
    accepted: make(multiZone, subnetGroup("us-east-1a", "us-east-1b")),
  },
  {
    rule: "cache-parameter-group-family",
    refused: make({ parameterGroupName: "default.valkey7.cluster.on" }),
    message: said(
      creating,
      combination,
      "Expected a parameter group of family valkey8 but found one of family valkey7",
    ),
    accepted: make({ parameterGroupName: "own" }, ownParameters),
  },
  {
    rule: "cache-parameter-group-family",
    refused: change({ parameterGroupName: "own" }, { engineVersion: "9.0" }, ownParameters),
    message: said(
      modifying,
      modification,
      "Expected a parameter group of family valkey9 but found one of family valkey8",
    ),
    // AWS goes on to the new default by itself.
    accepted: change({}, { engineVersion: "9.0" }),
  },
  {
    rule: "cache-tls-mode",
    refused: change(encrypted, { transitEncryptionEnabled: false }),
    message: said(
      modifying,
      modification,
      "To disable encryption-in-transit, set the transit encryption mode to preferred first, and turn it off in a later change.",
    ),
    accepted: change(
      { ...encrypted, transitEncryptionMode: "preferred" },
      { transitEncryptionEnabled: false },
    ),
  },
  {
    rule: "cache-failover-of-one-node",
    refused: makeUncounted({ automaticFailoverEnabled: true }),
    message: said(
      creating,
      combination,
      "When using automatic failover, there must be at least 2 cache clusters in the replication group.",
    ),
    accepted: makeUncounted({ automaticFailoverEnabled: true, replicasPerNodeGroup: 1 }),
  },
  {
    rule: "cache-replicas-of-primary",
    refused: make({ numCacheClusters: 7 }),
    message: said(creating, invalid, "The number of replicas per node group must be within 0 and 5."),
    accepted: make({ numCacheClusters: 6 }),
  },
  ...(
    [
      { numNodeGroups: 2 },
      { clusterMode: "enabled" },
      { parameterGroupName: "default.valkey8.cluster.on" },
    ] as Properties[]
  ).map(
    (cluster): RuleCase => ({
      rule: "cache-cluster-needs-failover",
      refused: makeUncounted(cluster),
      message: said(
        creating,
        invalid,
        "Redis with cluster mode enabled cannot be created with auto failover turned off.",
      ),
      accepted: makeUncounted({ ...cluster, automaticFailoverEnabled: true }),
    }),
  ),
  {
    rule: "cache-cluster-needs-failover",
    refused: changeUncounted({ numNodeGroups: 2, automaticFailoverEnabled: true }, { numNodeGroups: 2 }),
    message: said(
      modifying,
      modification,
      "Turning off automatic failover for replication group with cluster mode enabled is not supported.",
    ),
    accepted: changeUncounted(
      { numCacheClusters: 2, automaticFailoverEnabled: true },
      { numCacheClusters: 2 },
    ),
  },
  {
    rule: "cache-windows",
    refused: make({ snapshotWindow: "03:00-04:00", maintenanceWindow: "sun:03:30-sun:04:30" }),
    message: said(creating, invalid, overlap),
    accepted: make({ snapshotWindow: "03:00-04:00", maintenanceWindow: "sun:04:00-sun:05:00" }),
  },
];
