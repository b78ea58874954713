import type { AwsAccount } from "../support/awsResources.ts";

/** A rule at work: what it refuses, in which words, and what it lets pass right next to that. */
export interface RuleCase {
  /** The rule's name. */
  rule: string;
  /** Must be refused. */
  refused(account: AwsAccount): unknown;
  /** The whole message, without the line that names the rule. */
  message: string;
  /** Must pass, in an account of its own. */
  accepted(account: AwsAccount): unknown;
}
