import type * as z from "zod";
import type { Problem } from "../shared/problem.ts";

const WANTED: Record<string, string> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Everything that a document lacks of a shape, or has wrong, at once. `remedy` is a sentence for each. */
export function shapeProblems(schema: z.ZodType, document: unknown, remedy: string): Problem[] {
  const parsed = schema.safeParse(document);
  return (parsed.error?.issues ?? []).map((issue) => ({
    path: issue.path.join("."),
    reason: `${wrong(issue, at(document, issue.path))}. ${remedy}`,
  }));
}

function wrong(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return "is missing";
  if (issue.code === "too_small") return "is empty";
  const wanted = issue.code === "invalid_type" ? WANTED[issue.expected] : undefined;
  return wanted === undefined ? `is ${show(value)}` : `is ${show(value)}, not ${wanted}`;
}

function at(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    document,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
