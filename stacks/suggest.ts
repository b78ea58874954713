import leven from "leven";

/** “Did you mean …?” for a name that is close to one of `names`, all of which could stand in its place; otherwise all of those. */
export function suggest(name: string, names: readonly string[], inside = ""): string {
  const close = closest(name, names);
  return close === undefined
    ? `There are ${names
        .map((other) => inside + other)
        .toSorted()
        .join(", ")}.`
    : `Did you mean ${inside}${close}?`;
}

/**
 * The name that was probably meant: a third of the letters may be wrong, two in a short name, and never more than half. What comes
 * before a name and is the same for all of `names` must not be given: it would count as letters that are right.
 */
export function closest(name: string, names: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const measured = names
    .map((other) => ({ other, wrong: leven(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, wrong }) => wrong <= limit && 2 * wrong <= Math.max(name.length, other.length));
  return measured.toSorted((a, b) => a.wrong - b.wrong)[0]?.other;
}
