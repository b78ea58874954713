import { type Objection, type Planned, planned } from "../../rules/planned.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import { INSTANCE } from "./instance.ts";

interface InstanceRule {
  name: string;
  source: string;
  asOf?: string;
  check(instance: Planned): Objection | undefined;
}

/** A rule for servers, when they are made and when they are changed. */
export const anyInstanceRule = ({ name, source, asOf, check }: InstanceRule): Rule => ({
  name,
  source,
  ...(asOf === undefined ? {} : { asOf }),
  applies: { types: [INSTANCE], on: ["create", "update"] },
  check: (change) => {
    const objection = check(planned(change));
    return objection && refusal(change, objection);
  },
});

/** A rule for servers of PostgreSQL. */
export const instanceRule = (rule: InstanceRule): Rule =>
  anyInstanceRule({
    ...rule,
    check: (instance) => (instance.wanted("engine") === "postgres" ? rule.check(instance) : undefined),
  });

function refusal({ action, inputs }: Change, { code, message, status }: Objection): Refusal {
  if (code === undefined) return { message };
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
