import { type Account, again, type Inputs, type Lookup, NotText } from "./finder.ts";
import { finders } from "./finders.ts";

/** What became of a resource with these inputs, as far as they tell. */
export function lookUp(type: string, inputs: Inputs, account: Account | undefined): Lookup {
  if (type.startsWith("random:")) return again;
  const finder = finders[type];
  if (finder === undefined) return { kind: "unknown" };
  try {
    return finder(inputs, account);
  } catch (error) {
    if (error instanceof NotText) return { kind: "unknown" };
    throw error;
  }
}

/** The types that have a finder. */
export const knownTypes = (): string[] => Object.keys(finders);
