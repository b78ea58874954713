import type { Aws } from "./aws/operations.ts";
import type { Clock } from "./clock.ts";
import type { Registry } from "./registry/registry.ts";
import type { AskUpSettings } from "./settings.ts";

/** Progress as it happens: lines for a person. */
export interface Progress {
  /** A new phase begins. */
  step(text: string): void;
  /** Something a person wants to know. */
  line(text: string): void;
  /** A detail for those who asked for all of them (`--verbose`). */
  detail(text: string): void;
  /** Something a person should worry about. */
  warn(text: string): void;
  /** What a process wrote to its log. */
  log(process: string, text: string): void;
  /** What is going on right now; the next one replaces it, and without one it is cleared. */
  status(text?: string): void;
}

/** Who runs this program, for the ledger and for whoever finds the lock taken. */
export interface Identity {
  /** The GitHub user, or `user@host`. */
  actor: string;
  /** The GitHub Actions run, as an address. */
  run?: string;
  /** Which attempt of that run this is, from 1. */
  attempt?: number;
}

/** The world of one command. */
export interface Session {
  aws: Aws;
  registry: Registry;
  /** Name of the SSM parameter that holds the deploy targets. */
  parameter: string;
  clock: Clock;
  progress: Progress;
  identity: Identity;
  /** Aborted, with Interrupted as its reason, when the person or the CI system wants this program to end. */
  signal: AbortSignal;
  /** Asks what of the stack's settings waits for an `up`, where somebody knows. */
  upSettings?: AskUpSettings;
  /** A new random id. */
  newId(): string;
}
