import { text } from "../../world/reading.ts";
import type { Value } from "../../world/world.ts";
import type { Change, Refusal, Rule } from "../rule.ts";

const groupType = "aws:elasticache/replicationGroup:ReplicationGroup";

/** A replication group that is about to be made or changed. */
export interface PlannedGroup extends Change {
  isNew: boolean;
  engine: string;
  /** What the group is to have: what the program says, else what it has. */
  wanted(property: string): Value | undefined;
  /** True for what the program says anew. */
  isAsked(property: string): boolean;
}

interface Objection {
  /** Absent for what the provider refuses by itself. */
  code?: string;
  message: string;
}

interface GroupRule {
  name: string;
  source: string;
  asOf?: string;
  check(planned: PlannedGroup): Objection | undefined;
}

export const invalid = (message: string): Objection => ({ code: "InvalidParameterValue", message });
export const combination = (message: string): Objection => ({ code: "InvalidParameterCombination", message });

/** A rule for replication groups, when they are made and when they are changed. */
export const groupRule = ({ name, source, asOf, check }: GroupRule): Rule => ({
  name,
  source,
  ...(asOf === undefined ? {} : { asOf }),
  applies: { types: [groupType], on: ["create", "update"] },
  check: (change) => {
    const { inputs, state } = change;
    const wanted = (property: string) => inputs[property] ?? state[property];
    const isAsked = (property: string) =>
      inputs[property] !== undefined && String(inputs[property]) !== String(state[property]);
    const isNew = change.action === "create";
    const engine = text(wanted("engine")) || "redis";
    const objection = check({ ...change, isNew, engine, wanted, isAsked });
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
