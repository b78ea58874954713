import { awsError } from "../shared/awsError.ts";
import type { Properties, World } from "../world/world.ts";

/** A change of the world that a rule may object to. It runs inside the change's transaction. */
export interface Change {
  action: "create" | "update" | "delete";
  type: string;
  urn: string;
  /** Undefined for a resource that is to be created. */
  id?: string;
  region: string;
  /** What the resource is to be; for a deletion, what it is. */
  inputs: Properties;
  /** What it is; empty for a creation. */
  state: Properties;
  world: World;
}

/** Why a change is refused. */
export interface Refusal {
  /** What the provider was about to do, such as `creating RDS DB Instance (main)`; absent when it had checked before. */
  doing?: string;
  /** What AWS answers; absent when the provider itself refuses, without asking AWS. */
  answer?: { service: string; operation: string; status?: number; code: string };
  message: string;
}

/** One rule of AWS. */
export interface Rule {
  /** Such as `listener-priority-in-use`. */
  name: string;
  /** The page that states the rule. */
  source: string;
  /** The month that the rule's knowledge is from, where AWS keeps adding more, such as versions. */
  asOf?: string;
  applies: { types: readonly string[]; on: readonly Change["action"][] };
  /** Undefined when the change is fine. */
  check(change: Change): Refusal | undefined;
}

/** Refuses a change that breaks a rule, with AWS's own error, the rule and where it is written. */
export function enforce(rules: readonly Rule[], change: Change): void {
  const { rule, refusal } = firstRefusal(rules, change) ?? {};
  if (rule === undefined || refusal === undefined) return;
  const { doing, answer, message } = refusal;
  const said = answer ? awsError({ message, ...answer }) : message;
  const text = doing === undefined ? said : `${doing}: ${said}`;
  throw new Error(cited(text, rule));
}

/** The first rule that a change breaks, and what it says. */
export function firstRefusal(
  rules: readonly Rule[],
  change: Change,
): { rule: Rule; refusal: Refusal } | undefined {
  for (const rule of rules) {
    if (!rule.applies.types.includes(change.type) || !rule.applies.on.includes(change.action)) continue;
    const refusal = rule.check(change);
    if (refusal) return { rule, refusal };
  }
  return undefined;
}

/** What AWS says, followed by the rule and where it is written. */
export const cited = (text: string, { name, source, asOf }: Pick<Rule, "name" | "source" | "asOf">): string =>
  `${text}\n(sandbox rule ${name}${asOf === undefined ? "" : `, as of ${asOf}`}, see ${source})`;
