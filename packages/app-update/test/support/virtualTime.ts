import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until everybody who runs on it sleeps, and then jumps to the next one's time. */
export interface VirtualTime {
  now(): number;
  /** The clock of one program; sleeping on it throws the signal's reason once that is aborted. */
  clock(signal?: AbortSignal): Clock;
  /** Runs programs side by side to their end. */
  run<T>(...programs: Promise<T>[]): Promise<PromiseSettledResult<T>[]>;
}

interface Sleeper {
  until: number;
  wake(): void;
}

/** Real milliseconds after which programs that neither end nor sleep are given up. */
const STUCK = 20_000;

export function virtualTime(start: number): VirtualTime {
  let now = start;
  const sleepers: Sleeper[] = [];

  return {
    now: () => now,
    clock: (signal) => ({
      now: () => now,
      sleep: (milliseconds) =>
        new Promise((resolve, reject) => {
          const sleeper = { until: now + milliseconds, wake: resolve };
          sleepers.push(sleeper);
          const abort = () => {
            sleepers.splice(sleepers.indexOf(sleeper), 1);
            reject(signal?.reason);
          };
          if (signal?.aborted) abort();
          else signal?.addEventListener("abort", abort, { once: true });
        }),
    }),
    run: async (...programs) => {
      let isDone = false;
      let moved = performance.now();
      const all = Promise.allSettled(programs).finally(() => {
        isDone = true;
      });
      while (!isDone) {
        // Everything that doesn't sleep gets as far as it can: the programs do no real input or output.
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) break;
        const next = sleepers.sort((a, b) => a.until - b.until).shift();
        if (next === undefined) {
          // A module that is being loaded takes real time.
          if (performance.now() - moved > STUCK)
            throw new Error("The programs wait for something that isn't this clock");
          continue;
        }
        moved = performance.now();
        now = Math.max(now, next.until);
        next.wake();
      }
      return all;
    },
  };
}
