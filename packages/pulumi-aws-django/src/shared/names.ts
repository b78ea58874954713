import { createHash } from "node:crypto";

/** Hexadecimal digits of the hash that replaces what was cut off. */
const HASH_LENGTH = 8;

/** How many characters the provider appends to a name it makes itself: a dash and seven hexadecimal digits. */
const AUTONAME_LENGTH = 8;

/**
 * The name, cut to at most `max` characters. What is cut off is replaced by a hash of the whole name, so that two long names
 * that begin alike stay apart and a name is the same on every run.
 */
export function cutName(name: string, max: number): string {
  if (name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, max - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** The name, cut so that the provider's random suffix still fits into `max` characters. */
export function autonameBase(name: string, max: number): string {
  return cutName(name, max - AUTONAME_LENGTH);
}

/** Longest name of an app: the names made from it (`<app>-db`, host names, roles) stay within the limits of AWS and Postgres, which takes 63 bytes. */
export const MAX_APP_NAME = 40;

/** Whether an app, or an environment, can be called so. */
export function isAppName(name: string): boolean {
  return /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) && name.length <= MAX_APP_NAME;
}
