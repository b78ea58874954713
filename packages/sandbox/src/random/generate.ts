import { createHash, randomBytes, randomInt } from "node:crypto";
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
  return shuffled(characters, (bound) => randomInt(bound)).join("");
}

const pick = (alphabet: string, count: number): string[] =>
  Array.from({ length: Math.max(0, count) }, () => alphabet.charAt(randomInt(alphabet.length)));

/** A random number from 0 up to but not including `bound`. */
type Random = (bound: number) => number;

/** With a seed always the same numbers, without one real randomness. */
export function randomFrom(seed: string): Random {
  if (seed === "") return (bound) => randomInt(bound);
  let count = 0;
  return (bound) => {
    count += 1;
    const digits = createHash("sha256").update(`${seed}\n${count}`).digest("hex").slice(0, 12);
    return Number.parseInt(digits, 16) % bound;
  };
}

/** The members in random order. */
export function shuffled<T>(members: readonly T[], random: Random): T[] {
  const result = [...members];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random(i + 1);
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

/** A UUID of version 7: milliseconds since 1970, then randomness. */
export function uuid7(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const adverbs = [
  "barely",
  "boldly",
  "calmly",
  "deeply",
  "evenly",
  "gently",
  "kindly",
  "mainly",
  "openly",
  "quietly",
];
const adjectives = ["able", "brave", "clever", "eager", "gentle", "happy", "lucky", "proud", "quick", "warm"];
const animals = [
  "badger",
  "falcon",
  "gecko",
  "heron",
  "lemur",
  "marten",
  "otter",
  "panda",
  "robin",
  "walrus",
];

/** A pet's name of `length` words: adverbs, an adjective, an animal. */
export function petName(length: number, separator: string): string {
  const one = (words: string[]) => words[randomInt(words.length)] ?? "";
  const words = [one(animals)];
  if (length > 1) words.unshift(one(adjectives));
  while (words.length < length) words.unshift(one(adverbs));
  return words.join(separator);
}
