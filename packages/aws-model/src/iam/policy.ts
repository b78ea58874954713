import { isObject, record } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

/** One statement of a policy, with every list as a list. */
export interface Statement {
  effect: "Allow" | "Deny";
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  /** Whom a trust policy or the policy of a resource names, as `Service ecs-tasks.amazonaws.com`; `*` is everybody. */
  principals?: string[];
  notPrincipals?: string[];
  /** Operator, key, values. */
  conditions: [operator: string, key: string, values: string[]][];
}

/** The statements of a policy document; none where it isn't one. */
export function readPolicy(document: Value | undefined): Statement[] {
  return statementsIn(policyIn(document)).map((statement) => ({
    effect: statement.Effect === "Deny" ? "Deny" : "Allow",
    ...given("actions", listed(statement.Action)),
    ...given("notActions", listed(statement.NotAction)),
    ...given("resources", listed(statement.Resource)),
    ...given("notResources", listed(statement.NotResource)),
    ...given("principals", principals(statement.Principal)),
    ...given("notPrincipals", principals(statement.NotPrincipal)),
    conditions: Object.entries(record(statement.Condition)).flatMap(([operator, keys]) =>
      Object.entries(record(keys)).map(([key, values]): Statement["conditions"][number] => [
        operator,
        key,
        listed(values) ?? [],
      ]),
    ),
  }));
}

/** A policy document as it is written; undefined where it isn't one. */
export function policyIn(document: Value | undefined): Properties | undefined {
  const policy = typeof document === "string" ? parse(document) : document;
  return isObject(policy) ? policy : undefined;
}

/** The statements of a policy as they are written. */
export const statementsIn = (policy: Properties | undefined): Properties[] =>
  [policy?.Statement].flat().filter((statement) => isObject(statement));

/** What may be one or a list, as a list of texts; undefined where it isn't given. */
export function listed(value: Value | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [value].flat().map(String);
}

function parse(document: string): Value {
  try {
    return JSON.parse(document) as Value;
  } catch {
    return null;
  }
}

function principals(value: Value | undefined): string[] | undefined {
  if (!isObject(value)) return listed(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    (listed(names) ?? []).map((name) => (name === "*" ? "*" : `${kind} ${name}`)),
  );
}

function given<Name extends string>(name: Name, value: string[] | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string[] };
}
