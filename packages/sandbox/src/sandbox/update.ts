import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findingsIn } from "./findings.ts";
import type { Sandbox } from "./sandbox.ts";

/** What an update did, counted as the engine's own summary counts it: without providers. */
export interface Counts {
  created: number;
  changed: number;
  replaced: number;
  deleted: number;
  unchanged: number;
}

/** One resource that an update did something to, or left alone. */
export interface Change {
  kind: keyof Counts;
  /** Such as `aws:ecs/service:Service`. */
  type: string;
  urn: string;
}

export interface UpdateResult {
  /** The engine's exit code: 0 when all went well. */
  code: number;
  counts: Counts;
  changes: Change[];
  /** The engine's own errors, in full; empty when all went well. */
  errors: string[];
  /**
   * What AWS has accepted until now, for this stack or another, and would not work, such as a task whose role may not read its
   * secret. Empty after an update that failed: a half-made world isn't checked.
   */
  findings: string[];
  seconds: number;
}

export interface UpdateOptions {
  /** More flags for the engine. */
  args?: string[];
  /** Stops the update: the engine finishes what it is at, records it, and ends. */
  signal?: AbortSignal;
}

/** An entry of the engine's event log, as far as it matters here. */
interface EngineEvent {
  resOutputsEvent?: { metadata: { op: string; urn: string; type: string } };
  diagnosticEvent?: { urn?: string; severity: string; message: string };
}

const kinds: Record<string, keyof Counts> = {
  create: "created",
  import: "created",
  update: "changed",
  "create-replacement": "replaced",
  delete: "deleted",
  same: "unchanged",
  read: "unchanged",
};

/** The exit code of a program that SIGKILL ended. */
const killed = 137;

let runs = 0;

/** Brings a stack up, or down, without asking, and reads from the engine's event log what it did. */
export async function update(
  sandbox: Sandbox,
  command: "up" | "destroy",
  stack: string,
  { args = [], signal }: UpdateOptions = {},
): Promise<UpdateResult> {
  const logs = join(sandbox.dir, "logs");
  mkdirSync(logs, { recursive: true });
  runs += 1;
  const eventLog = join(logs, `${process.pid}-${runs}.jsonl`);
  const started = performance.now();
  const { code, stdout, stderr } = await sandbox.pulumi(
    [command, "--stack", stack, "--yes", "--skip-preview", "--event-log", eventLog, ...args],
    // The event log is one of the flags that the CLI keeps for those who debug it.
    { env: { PULUMI_DEBUG_COMMANDS: "true" }, signal },
  );
  const seconds = (performance.now() - started) / 1000;
  const events = readEvents(eventLog);
  rmSync(eventLog, { force: true });

  const changes = events.flatMap(({ resOutputsEvent }) => toChange(resOutputsEvent));
  const counts: Counts = { created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  const errors = code === 0 ? [] : errorsIn(events);
  if (code === killed && errors.length === 0) errors.push("the engine was killed");
  if (code !== 0 && errors.length === 0)
    errors.push(stderr.trim() || stdout.trim() || `pulumi ended with code ${code}`);
  const findings = code === 0 ? findingsIn(sandbox.world) : [];
  return { code, counts, changes, errors, findings, seconds };
}

function toChange(event: EngineEvent["resOutputsEvent"]): Change[] {
  if (!event) return [];
  const { op, urn, type } = event.metadata;
  const kind = kinds[op];
  return kind && !type.startsWith("pulumi:providers:") ? [{ kind, type, urn }] : [];
}

function errorsIn(events: EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) => {
    if (diagnosticEvent?.severity !== "error") return [];
    const { urn, message } = diagnosticEvent;
    const text = message.trim();
    return [urn ? `${urn.split("::").slice(2).join(" ")}: ${text}` : text];
  });
}

function readEvents(file: string): EngineEvent[] {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // The engine ended before it began an update.
  }
  const lines = text.split("\n");
  // A killed engine leaves its last line half written.
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch {
      return [];
    }
  });
}
