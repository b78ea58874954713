import { setTimeout as wait } from "node:timers/promises";
import { type Order, retire } from "../../src/balancer/retire.ts";
import { startBalancer } from "../../src/balancer/startBalancer.ts";
import type { RunningContainer, Stopped } from "../../src/index.ts";
import type { LoadReport } from "../../src/load/report.ts";
import { type Load, type LoadOptions, startLoad } from "../../src/load/startLoad.ts";

export interface RollOver {
  /** Starts a container of the service. It is done when the health check goes well. */
  start(): Promise<RunningContainer>;
  load: Omit<LoadOptions, "origin">;
  order: Order;
  /** Seconds after which the load balancer closes an idle connection. */
  idleTimeout: number;
}

export interface Rolled {
  report: LoadReport;
  /** How the old container ended. */
  stopped: Stopped;
  /** How the new one ended, when the load was over. */
  afterwards: Stopped;
}

/** How many requests a container must have answered before something happens, so that it happens under load. */
const WARM = 50;

/** Replaces a container by a new one under load: the new one is there first, as in a deployment of ECS. */
export async function rollOver({ start, load: clients, order, idleTimeout }: RollOver): Promise<Rolled> {
  const balancer = await startBalancer({ idleTimeout });
  const old = await start();
  balancer.register(old.url);
  const load = startLoad({ origin: balancer.origin, ...clients });
  await warm(load);
  const fresh = await start();
  balancer.register(fresh.url);
  await warm(load);
  const stopped = await retire(balancer, old, order);
  await warm(load);
  const report = await load.stop();
  const afterwards = await fresh.stop();
  await balancer.stop();
  return { report, stopped, afterwards };
}

async function warm({ report }: Load): Promise<void> {
  const enough = report.answered + report.failed.length + WARM;
  while (report.answered + report.failed.length < enough) await wait(10);
}

/** Seconds that a server may take until it is healthy, on a busy machine. */
const PATIENCE = 120;

/** Waits until a server answers its health check. Throws with what it printed where it ends before, or never answers. */
export async function healthy(container: RunningContainer, path: string): Promise<RunningContainer> {
  const until = performance.now() + PATIENCE * 1000;
  for (;;) {
    const answer = await fetch(new URL(path, container.url)).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return container;
    if (container.process.ended || performance.now() > until)
      throw new Error(`${container.name} isn't healthy:\n${container.process.output()}`);
    await wait(50);
  }
}
