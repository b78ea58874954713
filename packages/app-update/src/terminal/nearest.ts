/**
 * The candidate that `word` was probably meant to be, or undefined when none is near. What is measured is the last part, behind the
 * last colon: what comes before it, such as the package and the module of a token, would count as letters that are right.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const meant = lastPart(word);
  const limit = Math.max(2, Math.floor(meant.length / 3));
  let best: { candidate: string; wrong: number; whole: number } | undefined;
  for (const candidate of candidates) {
    const name = lastPart(candidate);
    if (Math.abs(name.length - meant.length) > limit) continue;
    const wrong = distance(meant, name);
    if (wrong > limit || 2 * wrong > Math.max(meant.length, name.length)) continue;
    if (best !== undefined && wrong > best.wrong) continue;
    // Types of two modules may have one name.
    const whole = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || wrong < best.wrong || whole < best.whole) best = { candidate, wrong, whole };
  }
  return best?.candidate;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(":") + 1).toLowerCase();

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
