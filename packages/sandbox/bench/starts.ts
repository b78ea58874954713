import { repository } from "@ublog/estimates/src/programs/repository.ts";
import type { BenchOptions, Part } from "./bench.ts";
import { measure } from "./measure.ts";
import { inTurns } from "./stacks.ts";

/** Command lines that need neither an SDK nor the engine. */
const subjects: Record<string, string[]> = {
  "Node alone": ["--eval", ""],
  "ublog --help": ["packages/ublog/ublog.js", "--help"],
  "ublog stacks": ["packages/ublog/ublog.js", "stacks"],
  "ublog release --help": ["packages/ublog/ublog.js", "release", "--help"],
  "ublog versions": ["packages/ublog/ublog.js", "versions"],
  "app-update --help": ["packages/app-update/src/start.js", "--help"],
  "pipeline stacks": ["packages/pipeline/pipeline.js", "stacks"],
  "sandbox --help": ["packages/sandbox/sandbox.js", "--help"],
};

/** How long it takes until a command line answers, which people wait for each time. */
export async function starts({ runs, log }: BenchOptions): Promise<Part> {
  log("starts …");
  const measured = await inTurns(
    runs * 2,
    Object.fromEntries(
      Object.entries(subjects).map(([name, args]) => [
        name,
        () => measure({ program: process.execPath, args, cwd: repository, env: process.env }),
      ]),
    ),
  );
  const bare = measured["Node alone"];
  return {
    title: "Starting a command line",
    head: ["what", "wall s", "CPU s", "wall s more than Node"],
    rows: Object.entries(measured).map(([name, { wall, cpu }]) => [
      name,
      wall.toFixed(2),
      cpu.toFixed(2),
      bare === undefined ? "–" : (wall - bare.wall).toFixed(2),
    ]),
  };
}
