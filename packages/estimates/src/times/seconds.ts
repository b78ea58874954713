import type { Seconds } from "./times.ts";

/** A time in seconds; `from` and `to` where sources differ. */
export function seconds(typical: number, from?: number, to?: number): Seconds {
  return { typical, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Where public repositories show what `terraform apply` and `destroy` printed: `Creation complete after 1m44s`. */
export const LOGS = "Logs of terraform in public repositories on GitHub";

/** The waits that are written into the provider, which Pulumi's is made of. */
export const PROVIDER = "hashicorp/terraform-provider-aws, internal/service";
