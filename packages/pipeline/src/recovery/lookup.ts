import {
  type Account,
  again,
  type Inputs,
  type Lookup,
  NotText,
} from "@ublog/aws-model/src/descriptor/finder.ts";
import { recoveries } from "@ublog/aws-model/src/services/recoveries.ts";

/** What became of a resource with these inputs, as far as they show it. */
export function lookUp(type: string, inputs: Inputs, account: Account | undefined): Lookup {
  if (type.startsWith("random:")) return again;
  const find = recoveries[type]?.find;
  if (find === undefined) return { kind: "unknown" };
  try {
    return find(inputs, account);
  } catch (error) {
    if (error instanceof NotText) return { kind: "unknown" };
    throw error;
  }
}

/** The types that have a finder. */
export const knownTypes = (): string[] => Object.keys(recoveries).filter((type) => recoveries[type]?.find);
