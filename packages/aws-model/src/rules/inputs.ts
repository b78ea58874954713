import type { InputRule } from "./inputRule.ts";
import { fieldOf, type InputShape } from "./inputShape.ts";
import { oneOf, type Shape, unless } from "./shapes.ts";

const api = "https://docs.aws.amazon.com";

const time = "([01]\\d|2[0-3]):[0-5]\\d";
const dayAndTime = `(sun|mon|tue|wed|thu|fri|sat):${time}`;

/** Why the provider does not accept a text as an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function notArn(value: string): string | undefined {
  if (value === "") return undefined;
  if (!value.startsWith("arn:")) return "arn: invalid prefix";
  const [, partition = "", , region = "", account = "", ...resource] = value.split(":");
  if (resource.length === 0) return "arn: not enough sections";
  if (partition === "") return "missing partition value";
  const expecting = (what: string, pattern: string) =>
    `invalid ${what} value (expecting to match regular expression: ${pattern})`;
  if (!/^aws(-[a-z]+)*$/.test(partition)) return expecting("partition", "^aws(-[a-z]+)*$");
  if (region !== "" && !/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region))
    return expecting("region", "^[a-z]{2}(-[a-z]+)+-\\d{1,2}$");
  if (account !== "" && !/^(aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10})$/.test(account))
    return expecting("account ID", "^(aws|aws-managed|third-party|aws-marketplace|\\d{12}|cw.{10})$");
  return resource.join(":") === "" ? "missing resource value" : undefined;
}

export const isArn: Shape = (value, field) => {
  const why = notArn(value);
  return why === undefined ? undefined : `"${field}" (${value}) is an invalid ARN: ${why}`;
};

/** A property that must be an ARN for the provider. */
export const arn = (name: string, type: string, property: string): InputShape => ({
  name,
  source: `${api}/IAM/latest/UserGuide/reference-arns.html`,
  type,
  property,
  field: fieldOf(property),
  shapes: [isArn],
});

/** The words that a property may have, as the provider lists them. It names a nested one by the last step of its path. */
export const choice = (
  name: string,
  type: string,
  property: string,
  page: string,
  values: readonly string[],
): InputShape => ({
  name,
  source: `${api}/${page}.html`,
  type,
  property,
  field: fieldOf(property.split(".").at(-1) ?? property),
  shapes: [oneOf(values)],
});

/** A setting that another one excludes. */
export const conflict = (
  name: string,
  type: string,
  property: string,
  others: Record<string, string>,
  source: string,
): InputRule => ({
  name,
  source,
  type,
  property,
  problems: (_value, inputs) =>
    Object.entries(others)
      .filter(([other]) => inputs[other] !== undefined)
      .map(
        ([, other]) => `Conflicting configuration arguments: "${fieldOf(property)}": conflicts with ${other}`,
      ),
});

export const weekly: Shape = (value, field) =>
  unless(
    new RegExp(`^(${dayAndTime}-${dayAndTime})?$`),
    '(%s) must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
  )(value.toLowerCase(), field);

export const daily = unless(
  new RegExp(`^(${time}-${time})?$`),
  '(%s) must satisfy the format of "hh24:mi-hh24:mi"',
);

/** The name of a property in the provider's own messages: `healthCheck.path` is in the first, and only, block of its kind. */
const fieldIn = (property: string): string => fieldOf(property.replaceAll(".", ".0."));

export const setting = (
  name: string,
  type: string,
  property: string,
  shape: Shape,
  source: string,
): InputShape => ({
  name,
  type,
  property,
  field: fieldIn(property),
  shapes: [shape],
  source,
});
