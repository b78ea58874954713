import { stringify } from "yaml";

/** A value of a stack file. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** One setting of a stack file, as people are to read it. */
export interface Entry {
  key: string;
  /** A value in one line; a list of further entries for a map with a line for each. */
  value: Value | Entry[];
  /** What stands behind it. */
  note?: string | undefined;
  /** Lines of comment in front of it. */
  comment?: readonly string[] | undefined;
  /** Whether an empty line is in front. */
  apart?: boolean | undefined;
}

const isEntries = (value: Entry["value"]): value is Entry[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === "object" && one !== null && "key" in one && "value" in one);

/** Entries as lines of YAML. */
export function linesOf(entries: readonly Entry[], indent = ""): string[] {
  return entries.flatMap(({ key, value, note, comment = [], apart }) => {
    const before = [
      ...(apart === true ? [""] : []),
      ...comment.map((line) => `${indent}# ${line}`.trimEnd()),
    ];
    const behind = note === undefined ? "" : ` # ${note}`;
    const inside = `${indent}  `;
    const lines = isEntries(value)
      ? [`${indent}${keyOf(key)}:${behind}`, ...linesOf(value, inside)]
      : [`${indent}${keyOf(key)}: ${inline(value)}${behind}`];
    return [...before, ...lines];
  });
}

const keyOf = (key: string): string => (/^[A-Za-z_][\w:.-]*$/.test(key) ? key : JSON.stringify(key));

/** A value in one line of YAML. */
function inline(value: Value | Entry[]): string {
  if (Array.isArray(value)) return `[${value.map((one) => inline(one as Value)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${keyOf(key)}: ${inline(one)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  // What older readers of YAML take for something else than text.
  if (typeof value === "string" && /^(y|n|yes|no|on|off)$/i.test(value)) return JSON.stringify(value);
  // In a list brackets and commas need quotes, and patterns and lines of a shell are read more easily in them.
  if (typeof value === "string" && /[[\]{},*&]|: |\s/.test(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
