import { explain } from "../aws/errors.ts";
import { endsEverything, Failed } from "../outcome.ts";
import type { Session } from "../session.ts";

/** How many polls in a row may fail. The SDK has already tried each of them several times. */
const FAILURES = 5;

/**
 * A poll that survives some failures in a row: a release isn't given up because AWS didn't answer once. Gives undefined for
 * a poll that failed. What a poll finds out, a Failed, is passed on.
 */
export function tolerantPoll<T>(session: Session, poll: () => Promise<T>): () => Promise<T | undefined> {
  let failures = 0;
  return async () => {
    try {
      const result = await poll();
      failures = 0;
      return result;
    } catch (error) {
      if (endsEverything(error) || error instanceof Failed) throw error;
      failures += 1;
      if (failures >= FAILURES) throw error;
      session.progress.warn(`AWS didn't answer, trying again. ${explain(error)}`);
      return undefined;
    }
  };
}
