import { text } from "../../world/reading.ts";
import type { Value } from "../../world/world.ts";
import type { Change, Refusal, Rule } from "../rule.ts";

const instanceType = "aws:rds/instance:Instance";

/** A database server of PostgreSQL that is about to be made or changed. */
export interface Planned extends Change {
  isNew: boolean;
  /** What the server is to have: what the program says, else what it has. */
  wanted(property: string): Value | undefined;
  /** True for what the program says anew. */
  isAsked(property: string): boolean;
}

interface Objection {
  code: string;
  message: string;
  status?: number;
}

interface InstanceRule {
  name: string;
  source: string;
  asOf?: string;
  check(planned: Planned): Objection | undefined;
}

export const invalid = (message: string): Objection => ({ code: "InvalidParameterValue", message });
export const combination = (message: string): Objection => ({ code: "InvalidParameterCombination", message });

/** A rule for servers of PostgreSQL, when they are made and when they are changed. */
export const instanceRule = ({ name, source, asOf, check }: InstanceRule): Rule => ({
  name,
  source,
  ...(asOf === undefined ? {} : { asOf }),
  applies: { types: [instanceType], on: ["create", "update"] },
  check: (change) => {
    const { inputs, state } = change;
    const isNew = change.action === "create";
    const wanted = (property: string) => inputs[property] ?? state[property];
    if (wanted("engine") !== "postgres") return undefined;
    const isAsked = (property: string) =>
      inputs[property] !== undefined && String(inputs[property]) !== String(state[property]);
    const objection = check({ ...change, isNew, wanted, isAsked });
    return objection && refusal(change, objection);
  },
});

function refusal({ action, inputs }: Change, { code, message, status }: Objection): Refusal {
  const identifier = text(inputs.identifier);
  const [how, operation] =
    action === "update"
      ? ["updating RDS DB Instance", "ModifyDBInstance"]
      : inputs.snapshotIdentifier !== undefined
        ? ["creating RDS DB Instance (restore from snapshot)", "RestoreDBInstanceFromDBSnapshot"]
        : inputs.replicateSourceDb !== undefined
          ? ["creating RDS DB Instance (read replica)", "CreateDBInstanceReadReplica"]
          : ["creating RDS DB Instance", "CreateDBInstance"];
  return {
    doing: `${how} (${identifier})`,
    answer: { service: "RDS", operation, code, ...(status === undefined ? {} : { status }) },
    message,
  };
}
