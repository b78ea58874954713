import { nearest } from "@ublog/terminal/nearest";

/** “Did you mean …?” for a name that is close to one of `names`, any of which could take its place; otherwise all of them. */
export function suggest(name: string, names: readonly string[], inside = ""): string {
  const near = nearest(name, names);
  return near === undefined
    ? `There are ${names
        .map((other) => inside + other)
        .toSorted()
        .join(", ")}.`
    : `Did you mean ${inside}${near}?`;
}
