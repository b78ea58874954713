import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

/** The guard's program: see `guard.ts`. What asks a program to stop isn't meant for it: it ends with the pipe. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const left = new Set<string>();
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const what = line.slice(1);
  if (line.startsWith("+")) left.add(what);
  else left.delete(what);
});
lines.on("close", () => {
  const of = (kind: string) =>
    [...left].flatMap((what) => (what.startsWith(`${kind} `) ? [what.slice(kind.length + 1)] : []));
  for (const group of of("group"))
    try {
      process.kill(-Number(group), "SIGKILL");
    } catch {
      // Gone already.
    }
  for (const folder of of("folder")) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.exit(0);
});
