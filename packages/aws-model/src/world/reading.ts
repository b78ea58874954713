import type { Properties, Value } from "./world.ts";

/** A text, or an empty one for anything else. */
export const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

/** The members of a list as texts; none for anything else. */
export const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The objects of a list; none for anything else. */
export const records = (value: Value | undefined): Properties[] =>
  Array.isArray(value) ? value.filter((member) => isObject(member)) : [];

/** An object, or an empty one for anything else. */
export const record = (value: Value | undefined): Properties => (isObject(value) ? value : {});

/** True for an object, false for a list. */
export const isObject = (value: Value | undefined): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
