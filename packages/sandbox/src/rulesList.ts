import {
  fileOf,
  inputRules,
  launchRules,
  rules,
  standingRules,
} from "@ublog/aws-model/src/services/rules.ts";
import { table } from "@ublog/terminal/table";

/** A rule as `sandbox rules` lists it. */
export interface ListedRule {
  name: string;
  /** When it is checked. */
  at: "preview" | "create" | "update" | "delete" | "start of a task" | "rest";
  /** The types it is about; empty for a rule about the whole world. */
  types: readonly string[];
  /** The page that states it. */
  source: string;
  /** Where it is written, such as `packages/aws-model/src/services/route53/rules.ts`. */
  file: string;
}

/** Every rule of AWS that the sandbox knows; one that is checked on several occasions, once for each. */
export function listRules(): ListedRule[] {
  const listed: Omit<ListedRule, "file">[] = [
    ...inputRules.map(({ name, type, source }) => ({ name, at: "preview" as const, types: [type], source })),
    ...rules.flatMap(({ name, applies, source }) =>
      applies.on.map((at) => ({ name, at, types: applies.types, source })),
    ),
    ...launchRules.map(({ name, source }) => ({ name, at: "start of a task" as const, types: [], source })),
    ...standingRules.map(({ name, source }) => ({ name, at: "rest" as const, types: [], source })),
  ];
  return listed.map((rule) => ({ ...rule, file: `packages/aws-model/src/${fileOf(rule.name)}` }));
}

/** A line a rule, and how many there are. */
export function describeRules(listed: readonly ListedRule[], width?: number): string {
  const byName = Map.groupBy(listed, ({ name }) => name);
  const rows = [...byName].map(([name, of]) => [
    name,
    of.map(({ at }) => at).join(", "),
    of[0]?.source ?? "",
  ]);
  return `${table(["rule", "checked", "source"], rows, { width })}\n\n${byName.size} rules`;
}
