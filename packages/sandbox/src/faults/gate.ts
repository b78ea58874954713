import { setTimeout as sleep } from "node:timers/promises";
import type { Known, Provider } from "@ublog/aws-model/src/shared/protocol.ts";
import type { Properties, World } from "@ublog/aws-model/src/world/world.ts";
import { isRunning } from "../shared/ownFolder.ts";
import { type Action, attempts, type Fault, faultText } from "./fault.ts";
import { strikes, type Taken, takeFault } from "./plan.ts";
import { canceled, failed, throttled, timedOut } from "./wording.ts";

/** A resource was made or changed but isn't finished: the engine records it, and what is wrong with it. */
export class Unfinished extends Error {
  readonly id: string;
  readonly properties: Properties;

  constructor(message: string, { id, state }: Known) {
    super(message);
    this.id = id;
    this.properties = state;
  }
}

/** A provider whose changes may go wrong as planned. */
export interface Gate {
  create(request: Parameters<Provider["create"]>[0]): Promise<Known>;
  update(request: Parameters<Provider["update"]>[0]): Promise<Properties>;
  delete(request: Parameters<Provider["delete"]>[0]): Promise<void>;
  /** A new run begins. */
  begin(): void;
  /** The engine was asked to stop: no request waits for AWS any longer. */
  cancel(): void;
}

/**
 * How long an engine that is to be killed in the middle of as much as possible may still start changes, in milliseconds since the
 * last that it started.
 */
const patience = 700;

const never = new Promise<never>(() => {});

/** How long the SDK waits before it tries again, in all: 1, 2, 4 … 20 seconds. */
const backoff = (refusals: number): number =>
  Array.from({ length: refusals }, (_, i) => Math.min(2 ** i, 20) * 1000).reduce((a, b) => a + b, 0);

/** Puts the faults that are planned in the world between the engine and a provider. */
export function gate(provider: Provider, world: World, killEngine: () => void): Gate {
  let stopped = Promise.withResolvers<void>();
  // What is made on this machine can't fail, wait or be refused: only the engine can be killed meanwhile.
  const isInAws = provider.name === "aws";

  /** Kills the engine, and never answers. A fault that strikes each resource first lets as many of them begin as can. */
  async function kill({ each }: Taken): Promise<never> {
    if (each) {
      let seen = -1;
      for (let now = strikes(world).length; now !== seen; now = strikes(world).length) {
        seen = now;
        await sleep(patience);
      }
    }
    killEngine();
    return never;
  }

  /** `unfinished` is what the engine can record of what was done. */
  async function pass<T>(
    subject: { action: Action; type: string; urn: string; id: string },
    act: () => T,
    unfinished: (message: string, done: T) => Error,
  ): Promise<T> {
    const taken = isInAws
      ? takeFault(world, subject.action, subject.urn)
      : (takeFault(world, subject.action, subject.urn, "kill-before") ??
        takeFault(world, subject.action, subject.urn, "kill-after"));
    if (taken === undefined) return act();
    const { fault } = taken;
    const because = (text: string) => `${text}\n(sandbox fault ${faultText(fault)})`;
    switch (fault.how) {
      case "error":
        throw new Error(because(failed(subject)));
      case "throttle": {
        const refusals = 1 + refuse(world, subject, fault);
        world.advance(backoff(refusals));
        if (refusals >= attempts) throw new Error(because(throttled(subject)));
        return act();
      }
      case "half":
        throw unfinished(because(timedOut(subject)), act());
      case "hang": {
        const done = act();
        await Promise.race([stopped.promise, gone(taken.by)]);
        throw unfinished(because(canceled(subject)), done);
      }
      case "kill-before":
        return kill(taken);
      case "kill-after":
        act();
        return kill(taken);
    }
  }

  return {
    async create(request) {
      const { urn, type, inputs } = request;
      if (request.preview) return provider.create(request);
      const partial = ({ id, state }: Known) => ({ id, state: known(state, inputs) });
      return pass(
        { action: "create", type, urn, id: nameIn(inputs) },
        () => provider.create(request),
        (message, made) => new Unfinished(message, partial(made)),
      );
    },
    async update(request) {
      const { urn, type, id } = request;
      if (request.preview) return provider.update(request);
      return pass(
        { action: "update", type, urn, id },
        () => provider.update(request),
        (message, state) => new Unfinished(message, { id, state }),
      );
    },
    async delete(request) {
      const { urn, type, id } = request;
      return pass(
        { action: "delete", type, urn, id },
        () => provider.delete(request),
        (message) => new Error(message),
      );
    },
    begin() {
      stopped = Promise.withResolvers();
    },
    cancel: () => stopped.resolve(),
  };
}

/** Waits until a process is gone: then nobody is left to see the fault. */
async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(1000, undefined, { ref: false });
}

/** Refuses the same request again, as long as the plan says so; answers with how often. */
function refuse(world: World, { action, urn }: { action: Action; urn: string }, fault: Fault): number {
  let times = 0;
  while (times + 1 < Math.min(fault.times, attempts)) {
    takeFault(world, action, urn, "throttle");
    times += 1;
  }
  return times;
}

/** What the provider has noted before AWS was ready: what it asked for, and the ARN. */
function known(state: Properties, inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name in inputs || name === "arn"));
}

/** What a message calls a resource that has no id yet. */
function nameIn(inputs: Properties): string {
  const names = [
    "identifier",
    "replicationGroupId",
    "name",
    "bucket",
    "family",
    "domainName",
    "dashboardName",
  ];
  const found = names.map((name) => inputs[name]).find((value) => typeof value === "string");
  return typeof found === "string" ? found : "new";
}
