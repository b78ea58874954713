import type { Session } from "../session.ts";

/** One step of a release, and how long it took. */
export interface Step {
  name: string;
  milliseconds: number;
}

/** Says which step begins, and notes how long each one took, failed ones included. */
export interface Stopwatch {
  steps: Step[];
  /** Begins a step; the function that it returns ends it. */
  start(name: string, title: string): () => void;
}

export function stopwatchOf({ clock, progress }: Pick<Session, "clock" | "progress">): Stopwatch {
  const steps: Step[] = [];
  return {
    steps,
    start: (name, title) => {
      progress.step(title);
      const began = clock.now();
      return () => {
        steps.push({ name, milliseconds: clock.now() - began });
      };
    },
  };
}
