import { text } from "../../world/reading.ts";
import type { Change } from "../rule.ts";
import type { Deletion } from "./deletion.ts";

const rds = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";
const cache = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const caches = ["aws:elasticache/replicationGroup:ReplicationGroup"];

/** The first resource that names this one in a property, by its own name. */
const userOf = ({ id, region, world }: Change, types: readonly string[], property: string, name: string) =>
  types
    .flatMap((type) => world.resources(type))
    .filter(({ state }) => state.region === region && text(state[property]) === id)
    .map((user) => text(user.state[name]) || user.id)[0];

export const dataDeletions: readonly Deletion[] = [
  {
    name: "database-subnet-group-in-use",
    source: `${rds}/API_DeleteDBSubnetGroup.html`,
    type: "aws:rds/subnetGroup:SubnetGroup",
    usedBy: (change) => userOf(change, [instance, cluster], "dbSubnetGroupName", "identifier"),
    refusal: ({ id }, user) => ({
      doing: `deleting RDS Subnet Group (${id})`,
      answer: { service: "RDS", operation: "DeleteDBSubnetGroup", code: "InvalidDBSubnetGroupStateFault" },
      message: `Cannot delete the subnet group '${id}' because at least one database instance: ${user} is still using it.`,
    }),
  },
  {
    name: "database-parameter-group-in-use",
    source: `${rds}/API_DeleteDBParameterGroup.html`,
    type: "aws:rds/parameterGroup:ParameterGroup",
    usedBy: (change) => userOf(change, [instance], "parameterGroupName", "identifier"),
    refusal: ({ id }) => ({
      doing: `deleting RDS DB Parameter Group (${id})`,
      answer: { service: "RDS", operation: "DeleteDBParameterGroup", code: "InvalidDBParameterGroupState" },
      message: `One or more database instances are still members of this parameter group ${id}, so the group cannot be deleted`,
    }),
  },
  {
    name: "cache-subnet-group-in-use",
    source: `${cache}/API_DeleteCacheSubnetGroup.html`,
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    usedBy: (change) => userOf(change, caches, "subnetGroupName", "replicationGroupId"),
    refusal: ({ id }) => ({
      doing: `deleting ElastiCache Subnet Group (${id})`,
      answer: { service: "ElastiCache", operation: "DeleteCacheSubnetGroup", code: "CacheSubnetGroupInUse" },
      message: `Cache subnet group ${id} is currently in use by a cache cluster.`,
    }),
  },
];
