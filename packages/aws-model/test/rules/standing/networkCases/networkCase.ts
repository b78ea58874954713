import type { SmallNetwork } from "../../../network/smallNetwork.ts";

/** A rule of the network at work: what it says of the small network after a change. */
export interface NetworkCase {
  rule: string;
  /** What the change does, for the name of the test. */
  what: string;
  change(network: SmallNetwork): void;
  /** The whole message; undefined where the rule must be silent. */
  message?: string;
}
