import type { Mark } from "@ublog/terminal/paint";
import { EXIT, type ExitCode, type Failure } from "../outcome.ts";

export interface Table {
  title?: string;
  head: string[];
  rows: string[][];
}

/** What a command found or did: the one source of what people, scripts and GitHub's step summary get. */
export interface Report {
  exit: ExitCode;
  /** For example `release v1.2.3`. */
  command: string;
  environment: string;
  /** One sentence. */
  headline: string;
  tables: Table[];
  /** What couldn't be checked, and other asides. */
  remarks: string[];
  /** Why nothing was done. */
  problems: string[];
  failure?: Failure;
  /** Where the environment answers. */
  url?: string;
  /** For `--json`, beside the fields above. */
  data: Record<string, unknown>;
  /** For GITHUB_OUTPUT. */
  outputs: Record<string, string>;
}

/** A report with nothing but what it must have. */
export function report(
  needed: Pick<Report, "exit" | "command" | "environment" | "headline">,
  more: Partial<Report> = {},
): Report {
  return { tables: [], remarks: [], problems: [], data: {}, outputs: {}, ...needed, ...more };
}

/** How it went, at a glance. */
export function markOf(exit: ExitCode): Mark {
  if (exit === EXIT.done) return "✓";
  return exit === EXIT.differences ? "!" : "✗";
}
