import type { Facts, Need } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** A question that the doctor asks. */
export interface Question {
  /** What `--only` and the reports call it. */
  id: string;
  /** What it asks, as the README has it. */
  asks: string;
  /** What there must be for it to be asked. */
  needs: readonly Need[];
  /** Asks it. What is thrown becomes the reason why it wasn't asked. */
  ask(facts: Facts): Promise<Finding | readonly Finding[]>;
}
