import { named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:elasticache/cluster:Cluster": { holds: "a cache" },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    find: named("replicationGroupId"),
    holds: "a cache",
  },
  "aws:elasticache/serverlessCache:ServerlessCache": { holds: "a cache" },
  "aws:elasticache/subnetGroup:SubnetGroup": { find: named("name"), holds: false },
};
