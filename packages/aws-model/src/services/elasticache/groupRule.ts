import { type Objection, type Planned, planned } from "../../rules/planned.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";

const groupType = "aws:elasticache/replicationGroup:ReplicationGroup";

/** A replication group that is about to be made or changed. */
export interface PlannedGroup extends Planned {
  engine: string;
}

interface GroupRule {
  name: string;
  source: string;
  asOf?: string;
  check(group: PlannedGroup): Objection | undefined;
}

/** A rule for replication groups, when they are made and when they are changed. */
export const groupRule = ({ name, source, asOf, check }: GroupRule): Rule => ({
  name,
  source,
  ...(asOf === undefined ? {} : { asOf }),
  applies: { types: [groupType], on: ["create", "update"] },
  check: (change) => {
    const group = planned(change);
    const objection = check({ ...group, engine: text(group.wanted("engine")) || "redis" });
    return objection && refusal(change, objection);
  },
});

function refusal({ action, id, inputs }: Change, { code, message }: Objection): Refusal {
  if (code === undefined) return { message };
  const isNew = action === "create";
  return {
    doing: isNew
      ? `creating ElastiCache Replication Group (${inputs.replicationGroupId})`
      : `modifying ElastiCache Replication Group (${id})`,
    answer: {
      service: "ElastiCache",
      operation: isNew ? "CreateReplicationGroup" : "ModifyReplicationGroup",
      code,
    },
    message,
  };
}
