import type { Service } from "../descriptor/service.ts";
import type { InputRule } from "../rules/inputRule.ts";
import type { LaunchRule } from "../rules/launch.ts";
import type { Rule } from "../rules/rule.ts";
import type { StandingRule } from "../rules/standingRule.ts";
import { services } from "./services.ts";
import { tagRules } from "./tags.ts";

type Rules = NonNullable<Service["rules"]>;

/** The rules of each file that are checked on one occasion. */
const filesOf = <R>(when: keyof Rules): [file: string, rules: readonly R[]][] =>
  Object.entries(services).flatMap(([folder, { rules }]) =>
    Object.entries(rules?.[when] ?? {}).map(([file, those]): [string, readonly R[]] => [
      `services/${folder}/${file}.ts`,
      those as readonly R[],
    ]),
  );

const preview = filesOf<InputRule>("preview");
const change: [file: string, rules: readonly Rule[]][] = [
  ["services/tags.ts", tagRules],
  ...filesOf<Rule>("change"),
];
const launch = filesOf<LaunchRule>("launch");
const rest = filesOf<StandingRule>("rest");

const all = <R>(files: readonly [string, readonly R[]][]): R[] => files.flatMap(([, those]) => those);

/** Every rule that the provider enforces before it asks AWS. */
export const inputRules: readonly InputRule[] = all(preview);

/** Every rule of AWS that applies to a change, in the order in which they are checked. */
export const rules: readonly Rule[] = all(change);

/** What must be true for a task to start, in the order in which AWS checks it. */
export const launchRules: readonly LaunchRule[] = all(launch);

/** What else must be true of a world at rest. */
export const standingRules: readonly StandingRule[] = all(rest);

const files = new Map<string, string>(
  [...preview, ...change, ...launch, ...rest].flatMap(([file, those]) =>
    those.map(({ name }): [string, string] => [name, file]),
  ),
);

/** The file that a rule is written in, below `packages/aws-model/src`. */
export const fileOf = (rule: string): string | undefined => files.get(rule);
