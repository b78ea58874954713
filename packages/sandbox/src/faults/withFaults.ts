import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { UsageError } from "@ublog/terminal/errors";
import { type Fault, faultText, parseFault } from "./fault.ts";
import { endFaults, planFaults, type Strike, strikes } from "./plan.ts";

/** The result of work during which things went wrong on purpose. */
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

/** Takes `--fault` out of Pulumi's arguments, wherever it is before a `--`. */
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

/** What to say about a fault that never came up, depending on whether the run completed. */
export const neverHappened = (fault: Fault, isWhole: boolean): string =>
  isWhole
    ? `The fault ${faultText(fault)} never happened: there was no ${fault.action} of such a resource.`
    : `The fault ${faultText(fault)} never happened: the run ended before any ${fault.action} of such a resource.`;
