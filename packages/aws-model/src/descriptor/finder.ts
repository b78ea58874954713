import { quoted } from "@ublog/terminal/shell";
/** What to do about a resource that was being made when Pulumi was cut off. */
export type Lookup =
  /** Its inputs say which id it has, if it is there. */
  | { kind: "id"; id: string }
  /** Nothing: making it again does no harm. */
  | { kind: "again" }
  /** A person has to ask AWS: it has an id that AWS chose. */
  | { kind: "find"; command: string; by: Record<string, string>; looksLike: RegExp }
  /** A person has to look, and there is no command for it. */
  | { kind: "unknown" };

/** The account that a stack is in, according to its ARNs. */
export interface Account {
  partition: string;
  account: string;
}

export type Inputs = Readonly<Record<string, unknown>>;

/** How to find the resource of a type; throws a `NotText` for inputs that aren't as they usually are. */
export type Finder = (inputs: Inputs, account: Account | undefined) => Lookup;

/** An input isn't the text that it usually is. */
export class NotText extends Error {}

/** Nothing has to be found. */
export const again: Lookup = { kind: "again" };

/** An input as a text. Secrets, and what isn't there, have none. */
export function text(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new NotText(name);
}

/** The id is an input, or made of inputs. */
export const named = (...parts: string[]): Finder => {
  return (inputs) => ({ kind: "id", id: parts.map((name) => text(inputs, name)).join(":") });
};

/** The id is an ARN of what its inputs name. Where nothing shows the account yet, `otherwise` finds it. */
export const arn = (
  service: string,
  resource: (inputs: Inputs) => string,
  otherwise: Finder,
  isGlobal = false,
): Finder => {
  return (inputs, account) => {
    if (account === undefined) return otherwise(inputs, account);
    const region = isGlobal ? "" : text(inputs, "region");
    return {
      kind: "id",
      id: `arn:${account.partition}:${service}:${region}:${account.account}:${resource(inputs)}`,
    };
  };
};

/** `aws <command> --query <query>`, in the region of the resource. */
export function aws(inputs: Inputs, command: string, query: string): string {
  const region = inputs.region === undefined ? "" : ` --region ${text(inputs, "region")}`;
  return `aws ${command}${region} --query ${quoted(query)} --output text`;
}

/** By filters of EC2's `describe` commands, each with the property that it matches. */
export function ec2(
  command: string,
  query: string,
  filters: Record<string, (inputs: Inputs) => [property: string, value: string]>,
  looksLike: RegExp,
  more = "",
): Finder {
  return (inputs) => {
    const found = Object.entries(filters).map(([filter, of]) => ({ filter, by: of(inputs) }));
    const words = found.map(({ filter, by: [, value] }) => quoted(`Name=${filter},Values=${value}`));
    return {
      kind: "find",
      command: aws(inputs, `ec2 ${command} ${[...words, ...(more ? [more] : [])].join(" ")}`, query),
      by: Object.fromEntries(found.map(({ by }) => by)),
      looksLike,
    };
  };
}

export const input =
  (name: string) =>
  (inputs: Inputs): [string, string] => [name, text(inputs, name)];

export const nameTag = (inputs: Inputs): [string, string] => {
  const tags = inputs.tags;
  if (typeof tags !== "object" || tags === null) throw new NotText("tags");
  return ["tags.Name", text(tags as Inputs, "Name")];
};

export const isArn = /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/;

/** By one command with some of the inputs. */
export const by = (
  names: string[],
  looksLike: RegExp,
  command: (value: (name: string) => string) => readonly [command: string, query: string],
): Finder => {
  return (inputs) => {
    const [words, query] = command((name) => text(inputs, name));
    const told = Object.fromEntries(names.map((name) => [name, text(inputs, name)]));
    return { kind: "find", command: aws(inputs, words, query), by: told, looksLike };
  };
};
