import { nearest } from "@ublog/terminal/nearest";
import type { Problem } from "pulumi-aws-django";
import { show } from "./explain.ts";

/** The config of a stack as Pulumi hands it over, by full key. */
interface Given {
  project: string;
  stack: string;
  values: Readonly<Record<string, string>>;
}

/** Namespaces in addition to the project's own: those of the providers that the programs use, and Pulumi's. */
const OTHER_NAMESPACES = ["aws", "awsx", "pulumi", "random"];

/** Settings that nothing reads. */
export function problemsOfNamespaces({ project, values }: Pick<Given, "project" | "values">): Problem[] {
  const known = [project, ...OTHER_NAMESPACES];
  return Object.keys(values).flatMap((key) => {
    const namespace = key.slice(0, key.indexOf(":"));
    if (known.includes(namespace)) return [];
    const close = nearest(namespace, known);
    const remedy =
      close === undefined
        ? `Settings begin with ${known.map((name) => `${name}:`).join(", ")}.`
        : `Did you mean ${close}${key.slice(namespace.length)}?`;
    return [{ path: key, reason: `nothing reads "${namespace}:". ${remedy}` }];
  });
}

const TAGS = "aws:defaultTags";

/** Tags for everything that a stack makes, which the provider takes in one form only, and ignores in any other. */
export function problemsOfDefaultTags({ stack, values }: Pick<Given, "stack" | "values">): Problem[] {
  const text = values[TAGS];
  if (text === undefined || isTags(text)) return [];
  const reason = `is ${show(parsed(text) ?? text)}. Write the tags under "tags", each a text: pulumi config set --path '${TAGS}.tags.Owner' web --stack ${stack}`;
  return [{ path: TAGS, reason }];
}

function isTags(text: string): boolean {
  const given = parsed(text);
  if (!isMap(given) || Object.keys(given).some((key) => key !== "tags")) return false;
  return isMap(given.tags) && Object.values(given.tags).every((value) => typeof value === "string");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
