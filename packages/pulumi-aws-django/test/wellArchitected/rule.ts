import type { Registration } from "../support/record.ts";

/** What a rule looks at: what a program registers, or a policy pack is given. */
export type Resource = Pick<Registration, "type" | "name" | "inputs" | "secrets">;

/** A rule that every resource of some types keeps to. Data only, so that a policy pack can run the same rules. */
export interface Rule {
  /** Short name in kebab case. */
  name: string;
  /** What the rule wants, as a sentence. */
  description: string;
  /** Where the rule comes from. */
  source: string;
  /** Whether the rule is about resources of a type. */
  applies(type: string): boolean;
  /** What is wrong with a resource, in words; undefined if nothing. `all` are all resources of the program. */
  check(resource: Resource, all: readonly Resource[]): string | undefined;
}

/** A resource that a rule leaves out, and why AWS or the purpose of it forces that. */
export interface Exception {
  rule: string;
  /** `type name`, with `*` for anything in the name. */
  resource: string;
  reason: string;
}

/** A rule that was broken. */
export interface Violation {
  rule: string;
  resource: string;
  message: string;
}

export interface Verdict {
  violations: Violation[];
  /** How many resources each rule looked at. */
  checked: Record<string, number>;
  /** Exceptions that excused nothing: they are out of date. */
  unused: Exception[];
}

/** Runs rules over all resources of a program. */
export function judge(
  rules: readonly Rule[],
  exceptions: readonly Exception[],
  all: readonly Resource[],
): Verdict {
  const used = new Set<Exception>();
  const checked: Record<string, number> = {};
  const violations = rules.flatMap((rule) =>
    all
      .filter(({ type }) => rule.applies(type))
      .flatMap((resource): Violation[] => {
        checked[rule.name] = (checked[rule.name] ?? 0) + 1;
        const message = rule.check(resource, all);
        if (message === undefined) return [];
        const label = `${resource.type} ${resource.name}`;
        const exception = exceptions.find((e) => e.rule === rule.name && matches(e.resource, label));
        if (exception === undefined) return [{ rule: rule.name, resource: label, message }];
        used.add(exception);
        return [];
      }),
  );
  return { violations, checked, unused: exceptions.filter((exception) => !used.has(exception)) };
}

function matches(pattern: string, label: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.?+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(label);
}

/** A check for one type. */
export const isType = (type: string) => (other: string) => other === type;

/** A message unless the condition holds. */
export function unless(condition: boolean, message: string): string | undefined {
  return condition ? undefined : message;
}

/** A value inside the inputs, by its path. */
export function at({ inputs }: Resource, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);
}
