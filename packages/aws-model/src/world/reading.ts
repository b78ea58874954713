import type { Properties, Value } from "./world.ts";

/** A text, or an empty one for what is none. */
export const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

/** The members of a list as texts; none for what is no list. */
export const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The objects of a list; none for what is no list. */
export const records = (value: Value | undefined): Properties[] =>
  Array.isArray(value) ? value.filter((member) => isObject(member)) : [];

/** An object, or an empty one for what is none. */
export const record = (value: Value | undefined): Properties => (isObject(value) ? value : {});

/** True for an object, false for a list. */
export const isObject = (value: Value | undefined): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
