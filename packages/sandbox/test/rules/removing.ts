import type { Properties } from "../../src/world/world.ts";
import { type AwsAccount, type Live, leastInputs } from "../support/awsResources.ts";

/** Makes a thing of a type, with the least that it takes and what is given. */
export const make = ({ create }: AwsAccount, type: string, inputs: Properties = {}, name = "x"): Live =>
  create(`aws:${type}`, name, { ...leastInputs(`aws:${type}`), ...inputs });

/** Takes something away; in the message of a refusal, ids that the sandbox makes up are the given names. */
export function removing({ remove }: AwsAccount, live: Live, names: Record<string, Live> = {}): void {
  try {
    remove(live);
  } catch (error) {
    const message = Object.entries({ ID: live, ...names }).reduce(
      (text, [name, { id }]) => text.replaceAll(id, name),
      (error as Error).message,
    );
    throw new Error(message);
  }
}
