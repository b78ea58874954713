import type { Finder } from "./finder.ts";

/** What becomes of a resource when something goes wrong. */
export interface Recovery {
  /** How it is found when a run was cut off while it was made. */
  find?: Finder;
  /** What is lost with it and can't be made again: data, or an identity that others outside the stack rely on. */
  holds: string | false;
}

/** By token, such as `aws:ec2/vpc:Vpc`. */
export type Recoveries = Record<string, Recovery>;
