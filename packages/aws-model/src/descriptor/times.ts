import type { Properties } from "../world/world.ts";

/** What is done to a resource. */
export type Action = "create" | "update" | "delete";

/** A time in seconds: what is typical, and where sources differ, from and to. */
export interface Seconds {
  typical: number;
  from?: number;
  to?: number;
}

/** How long AWS and the provider together take for a resource. */
export interface Times extends Record<Action, Seconds> {
  /** Where the numbers come from. */
  source: string;
}

/** The times of a type, which may depend on the inputs of a resource. */
export type TimesOf = Times | ((inputs: Properties) => Times);

/** One call of an API that answers when it is done. */
export const ONE_CALL: Times = {
  create: { typical: 1 },
  update: { typical: 1 },
  delete: { typical: 1 },
  source: "One call of an API: 0 to 2 s in the logs of `terraform apply` that the other times come from.",
};

/** A time in seconds; `from` and `to` where sources differ. */
export function seconds(typical: number, from?: number, to?: number): Seconds {
  return { typical, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Where public repositories show what `terraform apply` and `destroy` printed: `Creation complete after 1m44s`. */
export const LOGS = "Logs of terraform in public repositories on GitHub";

/** The waits that are written into the Terraform provider, from which Pulumi's is made. */
export const PROVIDER = "hashicorp/terraform-provider-aws, internal/service";
