import { randomResources } from "@ublog/aws-model/src/random/resources.ts";
import { resourceTokens } from "@ublog/aws-model/src/schema/awsSchema.ts";
import { UsageError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";

export const actions = ["create", "update", "delete"] as const;
export type Action = (typeof actions)[number];

/** What may go wrong with a change, and what it leaves. */
const hows = {
  error: "AWS refuses it; nothing is done",
  throttle: "AWS answers ThrottlingException; up to 24 times the SDK tries again, after the 25th it gives up",
  half: "AWS does it, but it takes longer than the provider waits",
  hang: "AWS does it, but never answers; the run goes on until it is stopped",
  "kill-before": "the engine is killed before AWS hears of it",
  "kill-after": "the engine is killed after AWS has done it, before the engine records it",
} as const;
export type How = keyof typeof hows;

/** Something that goes wrong on purpose. */
export interface Fault {
  action: Action;
  /** A type's token, such as `aws:rds/instance:Instance`, its last word, or `*`. */
  type: string;
  /** A logical name, in which `*` matches any characters. */
  name: string;
  how: How;
  /** How many times it happens; for `throttle`, how many requests are refused. */
  times: number;
}

/** As many requests as the provider makes before it gives up. */
export const attempts = 25;

/** Reads `create:Instance/ublog-base-database:half`, and `create:Instance/ublog-base-database:throttle*5`; `option` is what it was written after. */
export function parseFault(text: string, option = "--fault"): Fault {
  const [, action = "", type = "", name = "", how = "", count] =
    /^([^:]*):((?:[^:/]+:[^:]+:)?[^:/]+)\/([^:]+):([^:*]*)(?:\*(\d+))?$/.exec(text) ?? [];
  if (!isOneOf(actions, action) || !isOneOf(Object.keys(hows) as How[], how) || count === "0")
    throw new UsageError(`${option} is ${JSON.stringify(text)}. ${howToWrite}`);
  const said = `${option} is ${JSON.stringify(text)}`;
  checkType(said, type);
  if (isOfThisMachine(type) && !how.startsWith("kill"))
    throw new UsageError(
      `${said}, but ${type} is made on this machine, without AWS. Only kill-before and kill-after can happen to it.`,
    );
  return { action, type, name, how, times: count ? Number(count) : how === "throttle" ? attempts : 1 };
}

/** As `parseFault` reads it. */
export function faultText({ action, type, name, how, times }: Fault): string {
  const usual = how === "throttle" ? attempts : 1;
  return `${action}:${type}/${name}:${how}${times === usual ? "" : `*${times}`}`;
}

/** Whether the change still completes despite a fault. */
export const isOnlySlow = ({ how, times }: Fault): boolean => how === "throttle" && times < attempts;

/** Whether a change of a resource is one that the fault is for. */
export function isFor(fault: Fault, change: { action: Action; type: string; name: string }): boolean {
  return (
    fault.action === change.action &&
    (fault.type === "*" || fault.type === change.type || fault.type === lastWord(change.type)) &&
    glob(fault.name).test(change.name)
  );
}

const howToWrite = [
  "Write <action>:<type>/<name>:<how>, for example create:Instance/ublog-base-database:half.",
  `  action  ${actions.join(", ")}`,
  "  type    the last word of a type, such as Instance, or all of it, such as aws:rds/instance:Instance, or *",
  "  name    the resource's name in the program; * matches any characters",
  ...Object.entries(hows).map(
    ([how, meaning], i) => `${i === 0 ? "  how     " : "          "}${how}: ${meaning}`,
  ),
  "  Add *3 for something that happens three times, for throttle the number of requests that are refused.",
].join("\n");

function checkType(said: string, type: string): void {
  const tokens = [...resourceTokens(), ...Object.keys(randomResources)];
  const known = [...new Set(type.includes(":") ? tokens : tokens.map(lastWord))];
  if (type === "*" || known.includes(type)) return;
  const guess = nearest(type, known);
  throw new UsageError(
    `${said}, but there is no type ${type}${guess === undefined ? ". Write the last word of one, such as Instance, or *." : `; did you mean ${guess}?`}`,
  );
}

const isOfThisMachine = (type: string): boolean =>
  Object.keys(randomResources).some((token) => token === type || lastWord(token) === type);

const lastWord = (type: string): string => type.split(":").at(-1) ?? type;

const isOneOf = <T extends string>(all: readonly T[], text: string): text is T =>
  (all as readonly string[]).includes(text);

function glob(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`);
}
