import { isObject } from "../world/reading.ts";
import type { Value } from "../world/world.ts";

/** One statement of a policy, with every list as a list. */
export interface Statement {
  effect: "Allow" | "Deny";
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  /** Whom a trust policy or the policy of a resource means, as `Service ecs-tasks.amazonaws.com`; `*` is everybody. */
  principals?: string[];
  notPrincipals?: string[];
  /** Operator, key, values. */
  conditions: [operator: string, key: string, values: string[]][];
}

/** The statements of a policy document; none where it isn't one. */
export function readPolicy(document: Value | undefined): Statement[] {
  const policy = typeof document === "string" ? parse(document) : document;
  if (!isObject(policy)) return [];
  const { Statement: found } = policy;
  return (Array.isArray(found) ? found : [found])
    .filter((statement) => isObject(statement))
    .map((statement) => ({
      effect: statement.Effect === "Deny" ? "Deny" : "Allow",
      ...given("actions", texts(statement.Action)),
      ...given("notActions", texts(statement.NotAction)),
      ...given("resources", texts(statement.Resource)),
      ...given("notResources", texts(statement.NotResource)),
      ...given("principals", principals(statement.Principal)),
      ...given("notPrincipals", principals(statement.NotPrincipal)),
      conditions: isObject(statement.Condition)
        ? Object.entries(statement.Condition).flatMap(([operator, keys]) =>
            isObject(keys)
              ? Object.entries(keys).map(([key, values]): Statement["conditions"][number] => [
                  operator,
                  key,
                  texts(values) ?? [],
                ])
              : [],
          )
        : [],
    }));
}

function parse(document: string): Value {
  try {
    return JSON.parse(document) as Value;
  } catch {
    return null;
  }
}

function texts(value: Value | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function principals(value: Value | undefined): string[] | undefined {
  if (!isObject(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    (texts(names) ?? []).map((name) => (name === "*" ? "*" : `${kind} ${name}`)),
  );
}

function given<Name extends string>(name: Name, value: string[] | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string[] };
}
