import leven from "leven";

/**
 * The candidate that `word` was probably meant to be, or undefined when none is near: a third of the letters may be wrong, two in a short
 * word, and never more than half. What is measured is the last part, behind the last colon: what comes before it, such as the package
 * and the module of a token, would count as letters that are right.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const meant = lastPart(word);
  const limit = Math.max(2, Math.floor(meant.length / 3));
  let best: { candidate: string; wrong: number; whole: number } | undefined;
  for (const candidate of candidates) {
    const name = lastPart(candidate);
    if (Math.abs(name.length - meant.length) > limit) continue;
    const wrong = leven(meant, name);
    if (wrong > limit || 2 * wrong > Math.max(meant.length, name.length)) continue;
    if (best !== undefined && wrong > best.wrong) continue;
    // Types of two modules may have one name.
    const whole = leven(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || wrong < best.wrong || whole < best.whole) best = { candidate, wrong, whole };
  }
  return best?.candidate;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(":") + 1).toLowerCase();
