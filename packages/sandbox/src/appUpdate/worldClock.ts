import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "@ublog/app-update/src/clock.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";

/** A clock that shows the time of a world, for a program whose waiting is to move it on. */
export interface WorldClock {
  /** The clock for a program. Sleeping throws the signal's reason once that is aborted. */
  clock(signal: AbortSignal): Clock;
  /** Tells the others not to wait for this program any more. */
  leave(): void;
}

/** The state of a program that runs on a world, kept in the world for the others. */
interface Runner {
  pid: number;
  /** Until when it sleeps, in milliseconds since 1970; null while it is awake. */
  until: number | null;
}

const KIND = "runner";
/** How often a sleeper looks whether the others sleep too, in real milliseconds. */
const LOOK_EVERY = 2;

/**
 * Time stands still while any program on the world is awake, and jumps to the next sleeper's end when all of them sleep. So
 * minutes pass in an instant, and programs side by side keep pace with each other, however slow this machine is. Time goes on
 * without a program that doesn't sleep for `patience` real milliseconds: somebody has stopped it, or it waits for a person.
 */
export function worldClock(world: World, patience = 10_000): WorldClock {
  const me = `${process.pid} ${randomUUID()}`;
  const now = () => Date.parse(world.now());
  const note = (until: number | null) =>
    world.keep({ kind: KIND, key: me, value: { pid: process.pid, until } satisfies Runner });
  note(null);

  /** Moves the time on if nobody keeps it from doing so. True if it has come to `until`. */
  function moveOn(until: number, waitForOthers: boolean): boolean {
    return world.transaction(() => {
      const runners = othersOf(world, me);
      const isHeld = waitForOthers && runners.some((runner) => runner.until === null);
      if (!isHeld) {
        const next = Math.min(until, ...runners.flatMap((runner) => runner.until ?? []));
        if (next > now()) world.advance(next - now());
      }
      const isOver = now() >= until;
      if (isOver) note(null);
      return isOver;
    });
  }

  async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = now() + Math.ceil(milliseconds);
    note(until);
    const began = performance.now();
    try {
      while (!moveOn(until, performance.now() - began < patience))
        await setTimeout(LOOK_EVERY, undefined, { signal });
      // Signals and answers that came meanwhile get their turn, although no real time was slept.
      await setTimeout(0, undefined, { signal });
    } catch (error) {
      note(null);
      throw signal.aborted ? signal.reason : error;
    }
  }

  return {
    clock: (signal) => ({ now, sleep: (milliseconds) => sleep(milliseconds, signal) }),
    leave: () => void world.drop(KIND, me),
  };
}

/** The other programs that run on a world; those that ended without notice are forgotten. */
function othersOf(world: World, me: string): Runner[] {
  return world.contents(KIND).flatMap(({ key, value }) => {
    const runner = value as Runner;
    if (key === me) return [];
    if (isRunning(runner.pid)) return [runner];
    world.drop(KIND, key);
    return [];
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
