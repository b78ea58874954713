import { by, named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:rds/cluster:Cluster": { holds: "a database" },
  "aws:rds/instance:Instance": {
    find: by(["identifier"], /^db-[0-9A-Z]+$/, (value) => [
      `rds describe-db-instances --db-instance-identifier ${value("identifier")}`,
      "DBInstances[].DbiResourceId",
    ]),
    holds: "a database",
  },
  "aws:rds/parameterGroup:ParameterGroup": { find: named("name"), holds: false },
  "aws:rds/subnetGroup:SubnetGroup": { find: named("name"), holds: false },
};
