import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** What a program and all that it started took. */
export interface Measure {
  /** Seconds on the clock. */
  wall: number;
  /** Seconds of CPU, of all processes together. */
  cpu: number;
  /** MiB that all processes had at once, at the most; undefined where /proc isn't (macOS). */
  memory: number | undefined;
}

export interface Command {
  program: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Runs a program and measures it with all that it starts. If it fails, throws with what it printed. */
export async function measure({ program, args, cwd, env }: Command): Promise<Measure> {
  const timed = 'TIMEFORMAT="%3R %3U %3S"; time "$@"';
  const child = spawn("bash", ["-c", timed, "bash", program, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let memory: number | undefined;
  const watch = setInterval(() => {
    const now = memoryOf(child.pid ?? 0);
    if (now !== undefined) memory = Math.max(memory ?? 0, now);
  }, 25);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  clearInterval(watch);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  const [wall = 0, user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { wall, cpu: user + system, memory };
}

/** The measure in the middle, for each quantity by itself. */
export function medians(measures: readonly Measure[]): Measure {
  const memory = measures.flatMap((one) => one.memory ?? []);
  return {
    wall: median(measures.map(({ wall }) => wall)),
    cpu: median(measures.map(({ cpu }) => cpu)),
    memory: memory.length > 0 ? median(memory) : undefined,
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** MiB of a process and all below it, as resident sets: what they share counts for each of them. */
function memoryOf(root: number): number | undefined {
  let processes: string[];
  try {
    processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  const children = new Map<number, number[]>();
  const pages = new Map<number, number>();
  for (const name of processes) {
    const stat = statOf(name);
    if (stat === undefined) continue;
    const pid = Number(name);
    pages.set(pid, stat.pages);
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid]);
  }
  const below = (pid: number): number =>
    (pages.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((sum, child) => sum + below(child), 0);
  return (below(root) * 4096) / 2 ** 20;
}

function statOf(pid: string): { parent: number; pages: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), pages: Number(fields[21]) };
  } catch {
    return undefined; // It has ended.
  }
}
