import type { ClientSettings } from "@ublog/app-update/src/aws/clients.ts";
import type { Ask } from "./aws/operations.ts";
import type { Dns } from "./dns.ts";

/** What a program printed. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** All that the doctor learns of the world outside. */
export interface Port {
  connect(settings: ClientSettings): Ask;
  dns: Dns;
  /** The document at an address that a registry has given. */
  download(url: string): Promise<unknown>;
  /** Runs a program of this machine; undefined where PATH has none of that name. */
  run(program: string, args: readonly string[]): Promise<Ran | undefined>;
  /** The time that the server at an address says it is, in milliseconds since 1970. */
  timeAt(url: string, signal: AbortSignal): Promise<number>;
  /** The time of this machine, in milliseconds since 1970. */
  now(): number;
  env: NodeJS.ProcessEnv;
  /** Where the command was started. */
  folder: string;
}
