import * as pulumi from "@pulumi/pulumi";
import type { StackResource, Wait } from "./graph.ts";

/** The part of the engine that a program registers resources with. */
interface Monitor {
  registerResource(request: unknown, answer: (error: unknown, response?: Registered) => void): void;
}

interface Registered {
  getUrn(): string;
}

/** When a resource was registered and when it existed, in virtual seconds. */
interface Played {
  start: number;
  end: number;
}

/** How many times the event loop must go round without anything new before the program counts as idle. */
const ROUNDS_OF_REST = 25;

/**
 * Has a program wait for each resource as long as AWS would take, on a clock that jumps ahead whenever the program is at rest: what it
 * registers then waited for what has just been made. To be run in place of the program itself.
 */
export async function play<T>(
  program: () => Promise<T>,
  seconds: ReadonlyMap<string, number>,
): Promise<{ result: T; played: Map<string, Played> }> {
  const played = new Map<string, Played>();
  const pending: { at: number; answer: () => void }[] = [];
  let now = 0;
  let news = 0;
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    news += 1;
    const start = now;
    register(request, (error, response) => {
      news += 1;
      const urn = response?.getUrn() ?? "";
      const takes = seconds.get(urn) ?? 0;
      played.set(urn, { start, end: start + takes });
      if (takes === 0) answer(error, response);
      else pending.push({ at: start + takes, answer: () => answer(error, response) });
    });
  };

  let over = false;
  const running = program().finally(() => {
    over = true;
  });
  // A failure is reported at the end.
  running.catch(() => {});
  while (true) {
    await rest(() => news);
    const next = pending.sort((a, b) => a.at - b.at).shift();
    if (next !== undefined) {
      now = next.at;
      next.answer();
    } else if (over) break;
  }
  return { result: await running, played };
}

/**
 * What resources waited for although no registration says so: a program that registers one only after it has awaited
 * another. `seconds` must be what was played, and no two resources may have been finished at the same moment.
 */
export function hiddenWaits(
  played: ReadonlyMap<string, Played>,
  waits: ReadonlyMap<string, readonly Wait[]>,
): Map<string, Wait> {
  const byEnd = new Map([...played].map(([urn, { end }]) => [end, urn]));
  const hidden = new Map<string, Wait>();
  for (const [urn, { start }] of played) {
    const known = Math.max(0, ...(waits.get(urn) ?? []).map(({ on }) => played.get(on)?.end ?? 0));
    const on = byEnd.get(start);
    if (start > known && on !== undefined) hidden.set(urn, { on, reason: { kind: "program" } });
  }
  return hidden;
}

/** The seconds with a little more for each resource, so that no two are finished at the same moment. */
export function apart(
  resources: readonly Pick<StackResource, "urn">[],
  seconds: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map(
    resources.flatMap(({ urn }, index): [string, number][] => {
      const takes = seconds.get(urn) ?? 0;
      return takes === 0 ? [] : [[urn, takes + (index + 1) * 2 ** -20]];
    }),
  );
}

async function rest(newsNow: () => number): Promise<void> {
  let seen = newsNow();
  for (let round = 0; round < ROUNDS_OF_REST; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (newsNow() !== seen) {
      seen = newsNow();
      round = 0;
    }
  }
}
