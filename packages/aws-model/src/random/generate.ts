import { randomInt } from "node:crypto";
import type { Properties } from "../world/world.ts";

const classes = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};

/** What a password or string is made of; every member is set. */
export interface StringOptions {
  length: number;
  lower: boolean;
  upper: boolean;
  numeric: boolean;
  special: boolean;
  minLower: number;
  minUpper: number;
  minNumeric: number;
  minSpecial: number;
  overrideSpecial: string;
}

/** A random text of the wanted kinds of characters, with at least the wanted number of each. */
export function randomText(options: StringOptions): string {
  const special = options.overrideSpecial === "" ? classes.special : options.overrideSpecial;
  const wanted: [boolean, number, string][] = [
    [options.lower, options.minLower, classes.lower],
    [options.upper, options.minUpper, classes.upper],
    [options.numeric, options.minNumeric, classes.numeric],
    [options.special, options.minSpecial, special],
  ];
  const all = wanted.map(([isWanted, , alphabet]) => (isWanted ? alphabet : "")).join("");
  const characters = wanted.flatMap(([, minimum, alphabet]) => pick(alphabet, minimum));
  characters.push(...pick(all, options.length - characters.length));
  return shuffled(characters).join("");
}

const pick = (alphabet: string, count: number): string[] =>
  Array.from({ length: Math.max(0, count) }, () => alphabet.charAt(randomInt(alphabet.length)));

/** The members in random order. */
function shuffled<T>(members: readonly T[]): T[] {
  const result = [...members];
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Random bytes in the forms that `RandomId` gives them. */
export function idForms(bytes: Buffer, prefix: string): Properties {
  const hex = bytes.toString("hex");
  return {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    dec: prefix + BigInt(`0x${hex}`).toString(),
    hex: prefix + hex,
  };
}
