import type { Properties } from "../../src/world/world.ts";
import { type AwsAccount, type Live, leastInputs } from "../support/awsResources.ts";

/** Makes a resource of a type, with the least that it requires and what is given. */
export const make = ({ create }: AwsAccount, type: string, inputs: Properties = {}, name = "x"): Live =>
  create(`aws:${type}`, name, { ...leastInputs(`aws:${type}`), ...inputs });

/** Deletes something; in the message of a refusal, ids that the sandbox makes up are the given names. */
export function removing({ remove }: AwsAccount, live: Live, names: Record<string, Live> = {}): void {
  withNames({ ID: live, ...names }, () => remove(live));
}

/** The same for a change. */
export function changing(
  { update }: AwsAccount,
  live: Live,
  inputs: Properties,
  names: Record<string, Live> = {},
): void {
  withNames({ ID: live, ...names }, () => update(live, inputs));
}

function withNames(names: Record<string, Live>, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    const message = Object.entries(names).reduce(
      (text, [name, { id }]) => text.replaceAll(id, name),
      (error as Error).message,
    );
    throw new Error(message);
  }
}
