import type { Rule } from "../rules/rule.ts";
import { resourceSchema } from "../schema/awsSchema.ts";
import { record, text } from "../world/reading.ts";
import { knownTypes } from "./services.ts";
import { operationOf, serviceName, thingOf } from "./words.ts";

const source = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html";

const problemOf = (tags: Record<string, unknown>): string | undefined => {
  const entries = Object.entries(tags);
  if (entries.length > 50) return "Member must have length less than or equal to 50";
  const lengths = (least: number, most: number) =>
    `[Member must have length less than or equal to ${most}, Member must have length greater than or equal to ${least}]`;
  if (entries.some(([key]) => key.length < 1 || key.length > 128)) {
    return `Map keys must satisfy constraint: ${lengths(1, 128)}`;
  }
  if (entries.some(([, value]) => text(value as string).length > 256)) {
    return `Map value must satisfy constraint: ${lengths(0, 256)}`;
  }
  return undefined;
};

/** How many tags, and how long. Keys that begin with `aws:` are not checked: the provider leaves them out. */
export const tagRules: readonly Rule[] = [
  {
    name: "tags",
    source,
    applies: {
      types: knownTypes().filter((type) => resourceSchema(type).inputs.tags !== undefined),
      on: ["create"],
    },
    check: ({ type, inputs }) => {
      const problem = problemOf(record(inputs.tagsAll));
      if (problem === undefined) return undefined;
      const name = text(inputs.name) || text(inputs.identifier) || text(inputs.bucket);
      return {
        doing: `creating ${thingOf(type)}${name === "" ? "" : ` (${name})`}`,
        answer: {
          service: serviceName(type),
          operation: operationOf(type, "create"),
          code: "ValidationException",
        },
        message: `1 validation error detected: Value at 'tags' failed to satisfy constraint: ${problem}`,
      };
    },
  },
];
