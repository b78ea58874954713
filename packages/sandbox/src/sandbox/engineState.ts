import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readText } from "@ublog/estimates/src/programs/yamlFile.ts";
import { UserError } from "@ublog/terminal/errors";

/** What the sandbox reads from the engine's own files in its `file://` backend. */
export interface EngineState {
  /** Stacks of the project that exist. */
  stacks(project: string): string[];
  /** Operations on a stack that were under way when its engine was killed. */
  pendingOperations(project: string, stack: string): PendingOperation[];
  /** Removes the locks of engines that are no longer there, and answers with the locked stacks. */
  releaseDeadLocks(): string[];
  /** Stacks that a living engine is working on. */
  lockedStacks(): string[];
}

export interface PendingOperation {
  type: string;
  resource: { urn: string; type: string };
}

/** A stack's file in the backend, as far as it matters here. */
interface StackFile {
  checkpoint?: {
    latest?: { pending_operations?: PendingOperation[]; resources?: { urn: string; id?: string }[] };
  };
}

interface Lock {
  stack: string;
  file: string;
  pid: number;
}

/** Opens the backend in the folder `state`, which may be empty. */
export function engineState(state: string): EngineState {
  const stackFolder = (project: string) => join(state, ".pulumi", "stacks", project);
  const locks = () => locksIn(join(state, ".pulumi", "locks"));
  return {
    stacks: (project) =>
      list(stackFolder(project))
        .filter((name) => name.endsWith(".json"))
        .map((name) => basename(name, ".json")),
    pendingOperations(project, stack) {
      const file = readJson<StackFile>(join(stackFolder(project), `${stack}.json`));
      return file?.checkpoint?.latest?.pending_operations ?? [];
    },
    releaseDeadLocks() {
      const dead = locks().filter(({ pid }) => !isEngine(pid));
      for (const { file } of dead) for (const name of [file, `${file}.attrs`]) rmSync(name, { force: true });
      return [...new Set(dead.map(({ stack }) => stack))];
    },
    lockedStacks: () => [...new Set(locks().map(({ stack }) => stack))],
  };
}

function locksIn(folder: string): Lock[] {
  return list(folder, true)
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const file = join(folder, name);
      // An engine that was killed may leave an empty one.
      const pid = Number(/"pid":\s*(\d+)/.exec(readText(file) ?? "")?.[1] ?? 0);
      return { file, pid, stack: basename(join(file, "..")) };
    });
}

/** Whether that process runs and is a Pulumi CLI: the number may have gone to another program since. */
function isEngine(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // No /proc here (macOS): it has to be enough that it runs.
    return true;
  }
  const [, name = "", state] = /^\d+ \((.*)\) (.)/.exec(stat) ?? [];
  return name.includes("pulumi") && state !== "Z";
}

function list(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: "utf8" });
  } catch {
    return [];
  }
}

function readJson<T>(path: string): T | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new UserError(
      `${path} is not a stack's state any more: it is cut off, or is something else. \`npx -y pnpm@12 sandbox reset\` forgets the whole sandbox and starts over.`,
    );
  }
}
