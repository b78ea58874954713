import type { PendingOperation } from "./engineState.ts";

/**
 * What to say before a command that changes a stack whose last run was killed in the middle; undefined if the command goes on by
 * itself. Nobody needs to know of a deletion that a `destroy` follows: it is done again.
 */
export function cutOffWarning(
  stack: string,
  pending: readonly PendingOperation[],
  command: "up" | "destroy",
): string | undefined {
  const count = (type: string) =>
    new Set(pending.filter((one) => one.type === type).map(({ resource }) => resource.urn)).size;
  const parts = [
    inWords(count("creating"), "made"),
    ...(command === "up" ? [inWords(count("deleting"), "deleted")] : []),
  ].filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  return `${stack} was cut off while ${parts.join(" and ")}. To go on: npx -y pnpm@12 sandbox pipeline recover --stack=${stack}`;
}

function inWords(count: number, done: string): string {
  if (count === 0) return "";
  return count === 1 ? `a resource was being ${done}` : `${count} resources were being ${done}`;
}
