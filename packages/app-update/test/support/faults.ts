import type { Aws, OperationName } from "../../src/aws/operations.ts";

/** What can go wrong with an API call. */
export const FAULTS = [
  /** AWS refuses or fails it: it has no effect. */
  "error",
  /** AWS is throttled for longer than the SDK tries. */
  "throttle",
  /** It takes effect, and the answer doesn't come. */
  "lost answer",
  /** It takes effect, and the program is killed before it hears of it: which is just before its next call, too. */
  "killed",
] as const;

export type Fault = (typeof FAULTS)[number];

/** A port on which the call number `position`, from 1, goes wrong. `hit` is called with which one that was. */
export function breaking(position: number, fault: Fault, hit: (operation: OperationName) => void) {
  let count = 0;
  let isDead = false;
  return (aws: Aws): Aws =>
    async (operation, input) => {
      // A dead program makes no calls, whatever its code would do.
      if (isDead) throw new Error("killed");
      count += 1;
      if (count !== position) return aws(operation, input);
      hit(operation);
      if (fault === "error") throw fail("ServerException", "server");
      if (fault === "throttle") throw fail("ThrottlingException", "client");
      await aws(operation, input).catch(() => undefined);
      isDead = fault !== "lost answer";
      throw fail("TimeoutError");
    };
}

function fail(name: string, fault?: "client" | "server"): Error {
  const error = new Error("It went wrong on purpose");
  error.name = name;
  return fault === undefined ? error : Object.assign(error, { $fault: fault });
}
