/** The first number with dots in a text: the `3.265.0` of `v3.265.0`. */
export const versionIn = (text: string): string | undefined => /\d+(\.\d+)+/.exec(text)?.[0];

/** Whether a version is older than another: both are numbers with dots. */
export function isOlder(version: string, than: string): boolean {
  const [mine, other] = [version, than].map((text) => text.split(".").map(Number));
  const at = (mine ?? []).findIndex((number, index) => number !== (other?.[index] ?? 0));
  return at >= 0 ? (mine?.[at] ?? 0) < (other?.[at] ?? 0) : (mine?.length ?? 0) < (other?.length ?? 0);
}
