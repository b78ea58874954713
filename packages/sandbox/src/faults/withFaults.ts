import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { UsageError } from "@ublog/terminal/errors";
import { type Fault, faultText, parseFault } from "./fault.ts";
import { endFaults, planFaults, type Strike, strikes } from "./plan.ts";

/** What came of work during which things went wrong on purpose. */
export interface Faulty<T> {
  result: T;
  /** What the faults struck, in order. */
  struck: Strike[];
  /** Faults that never came up. */
  unmet: Fault[];
}

/** Does some work in a world with planned faults. Whatever happens, none is left afterwards. */
export async function withFaults<T>(
  worldFile: string,
  faults: readonly Fault[],
  work: () => Promise<T>,
  options?: Parameters<typeof planFaults>[2],
): Promise<Faulty<T>> {
  inWorld(worldFile, (world) => planFaults(world, faults, options));
  const end = () => inWorld(worldFile, (world) => ({ struck: strikes(world), unmet: endFaults(world) }));
  let result: T;
  try {
    result = await work();
  } catch (error) {
    end();
    throw error;
  }
  return { result, ...end() };
}

/** Takes `--fault` out of what Pulumi is told, wherever it stands before a `--`. */
export function takeFaults(args: readonly string[]): { faults: Fault[]; rest: string[] } {
  const faults: Fault[] = [];
  const rest: string[] = [];
  const end = args.indexOf("--");
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if ((end >= 0 && i >= end) || (arg !== "--fault" && !arg.startsWith("--fault="))) {
      rest.push(arg);
      continue;
    }
    const value = arg === "--fault" ? args[++i] : arg.slice("--fault=".length);
    if (value === undefined)
      throw new UsageError("--fault needs a fault, such as create:Instance/ublog-base-database:half.");
    faults.push(parseFault(value));
  }
  return { faults, rest };
}

/** What to say of a fault that never came up, in a run that went to its end or didn't. */
export const neverHappened = (fault: Fault, isWhole: boolean): string =>
  isWhole
    ? `The fault ${faultText(fault)} never happened: no ${fault.action} of such a resource.`
    : `The fault ${faultText(fault)} never happened: the run ended before any ${fault.action} of such a resource.`;
