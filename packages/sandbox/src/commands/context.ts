import { explainError } from "@ublog/terminal/explain";
import { painter } from "@ublog/terminal/paint";
import { signalNumber } from "@ublog/terminal/run";
import { STOP_SIGNALS } from "@ublog/terminal/signals";
import { widthOf } from "@ublog/terminal/table";
import { describeEngine, type Engine, findEngine } from "../engine/findEngine.ts";

/** What a command works with. */
export interface Context {
  /** Where the sandbox is. */
  dir: string;
  /** The engine, if the command shouldn't look for one. */
  engine?: Engine;
}

export type Say = (line: string) => void;

/** Messages for people; what a command answers goes to standard output. */
export const log: Say = (line) => console.error(line);

/** An error, to people. */
export function logError(error: unknown): void {
  log(painter(process.stderr, process.env)("red", explainError(error, process.env)));
}

/** How things are shown on standard output, or with JSON on standard error. */
export function look(json = false) {
  const screen = json ? process.stderr : process.stdout;
  return { width: widthOf(screen, process.env), paint: painter(screen, process.env) };
}

/** The engine that a command runs on, which it names. */
export async function engineFor({ engine }: Context, say: Say): Promise<Engine> {
  const found = engine ?? (await findEngine({ log: say }));
  say(describeEngine(found));
  return found;
}

/** A signal that fires when somebody asks this process to stop, with what they sent as its reason. */
export function whenStopped(say: Say): AbortSignal {
  const stop = new AbortController();
  for (const signal of STOP_SIGNALS)
    process.once(signal, () => {
      say("Stopping …");
      stop.abort(signal);
    });
  return stop.signal;
}

/** The exit code of a command that was stopped. */
export const stoppedBy = (signal: AbortSignal): number => 128 + signalNumber(signal.reason);
