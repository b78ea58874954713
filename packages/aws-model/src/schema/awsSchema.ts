import { readFileSync } from "node:fs";
import { nearest } from "@ublog/terminal/nearest";
import type { AwsSchema, ObjectSchema, PropertySchema, TokenSchema } from "./types.ts";

let loaded: AwsSchema | undefined;

function schema(): AwsSchema {
  loaded ??= JSON.parse(readFileSync(new URL("../../data/aws.json", import.meta.url), "utf8")) as AwsSchema;
  return loaded;
}

/** Every resource type the sandbox serves. */
export const resourceTokens = (): string[] => Object.keys(schema().resources);

/** Every function (data source) whose arguments are known. */
export const functionTokens = (): string[] => Object.keys(schema().functions);

/** The schema of a resource type; an unknown one is an error that names the nearest. */
export const resourceSchema = (token: string): TokenSchema =>
  lookup("resource type", schema().resources, token);

/** The schema of a function; an unknown one is an error that names the nearest. */
export const functionSchema = (token: string): TokenSchema => lookup("function", schema().functions, token);

/** The properties of an object, or of each member of a list or map of objects; undefined for scalars. */
export function elementOf(property: PropertySchema): ObjectSchema | undefined {
  const { element } = property;
  if (typeof element !== "string") return element;
  const shared = schema().types[element.replace("#/types/", "")];
  if (!shared) throw new Error(`the schema refers to ${element}, which it does not hold`);
  return shared;
}

function lookup(what: string, all: Record<string, TokenSchema>, token: string): TokenSchema {
  const found = all[token];
  if (found) return found;
  const guess = nearest(token, Object.keys(all));
  throw new Error(
    `the sandbox does not serve the ${what} ${token}${guess === undefined ? "" : `; did you mean ${guess}?`}`,
  );
}
