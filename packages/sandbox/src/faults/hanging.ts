import { setTimeout as sleep } from "node:timers/promises";
import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { strikes } from "./plan.ts";

/** How long nothing has to happen before a run counts as hanging, in checks of 200 ms. */
const calmLooks = 5;

/**
 * Does work that can be stopped, and stops it as a person would with Ctrl-C: when `signal` fires, or when a planned fault has made
 * something hang and nothing else happens any more.
 */
export async function stoppedWhenItHangs<T>(
  worldFile: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const forward = () => stop.abort(signal.reason);
  if (signal.aborted) forward();
  signal.addEventListener("abort", forward, { once: true });
  const done = new AbortController();
  const watching = watch(worldFile, stop, done.signal);
  try {
    return await work(stop.signal);
  } finally {
    done.abort();
    signal.removeEventListener("abort", forward);
    await watching;
  }
}

async function watch(worldFile: string, stop: AbortController, done: AbortSignal): Promise<void> {
  const world = openWorld(worldFile);
  try {
    const before = strikes(world).length;
    let last = before;
    for (let calm = 0; calm < calmLooks; ) {
      await sleep(200, undefined, { signal: done });
      const now = strikes(world);
      const hangs = now.slice(before).some(({ fault }) => fault.how === "hang");
      calm = hangs && now.length === last ? calm + 1 : 0;
      last = now.length;
    }
    stop.abort();
  } catch (error) {
    if (!done.aborted) throw error;
  } finally {
    world.close();
  }
}
