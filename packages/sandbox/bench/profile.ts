import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import type { BenchOptions, Part } from "./bench.ts";
import { median } from "./measure.ts";
import { withPlace } from "./place.ts";

/** A CPU profile as V8 writes it. Times are in microseconds. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

const groups = [
  "ours",
  "@pulumi/*",
  "gRPC and protobuf",
  "other packages",
  "garbage collector",
  "Node",
] as const;
type Group = (typeof groups)[number];

/** Where the program of a preview spends its time: its own process only, without the engine and the providers. */
export function profile({ runs, log }: BenchOptions): Promise<Part> {
  return withPlace(async ({ sandbox, up, measure }) => {
    await up("base");
    const rows: Part["rows"] = [];
    for (const stack of ["base", "alpha"]) {
      if (stack === "alpha") await up("alpha");
      log(`profile of ${stack} …`);
      const found: Record<Group, number>[] = [];
      for (let run = 0; run < runs; run++) {
        const dir = mkdtempSync(join(tmpdir(), "ublog-profile-"));
        sandbox.env.NODE_OPTIONS = `--cpu-prof --cpu-prof-dir=${dir}`;
        await measure("preview", "--stack", stack);
        delete sandbox.env.NODE_OPTIONS;
        found.push(timesOf(programIn(dir)));
        rmSync(dir, { recursive: true });
      }
      const all = median(found.map((times) => groups.reduce((sum, group) => sum + times[group], 0)));
      const shares = groups.map((group) => (median(found.map((times) => times[group])) / all) * 100);
      rows.push([stack, (all / 1e6).toFixed(2), ...shares.map((share) => share.toFixed(1))]);
    }
    return {
      title: "Where the program of a preview spends its CPU time",
      head: ["stack", "s", ...groups.map((group) => `${group} %`)],
      rows,
    };
  });
}

/** The profile of the program: that of the process which ran code of `stacks/`. */
function programIn(dir: string): Profile {
  const profiles = readdirSync(dir).map(
    (file) => JSON.parse(readFileSync(join(dir, file), "utf8")) as Profile,
  );
  const found = profiles.find(({ nodes }) =>
    nodes.some(({ callFrame }) => callFrame.url.includes("/stacks/")),
  );
  if (found === undefined) throw new Error("The program left no profile.");
  return found;
}

function timesOf({ nodes, samples, timeDeltas }: Profile): Record<Group, number> {
  const groupOf = new Map(nodes.map(({ id, callFrame }) => [id, group(callFrame)]));
  const times = Object.fromEntries(groups.map((name) => [name, 0])) as Record<Group, number>;
  for (const [index, sample] of samples.entries()) {
    const name = groupOf.get(sample);
    if (name !== undefined) times[name] += timeDeltas[index] ?? 0;
  }
  return times;
}

/** Undefined while the program waits. */
function group({ functionName, url }: Profile["nodes"][number]["callFrame"]): Group | undefined {
  if (functionName === "(idle)") return undefined;
  if (functionName === "(garbage collector)") return "garbage collector";
  const path = url.replace(/^file:\/\//, "");
  if (/node_modules\/@pulumi\//.test(path)) return "@pulumi/*";
  if (/node_modules\/(@grpc|google-protobuf)\//.test(path)) return "gRPC and protobuf";
  if (path.includes("/node_modules/")) return "other packages";
  return path.startsWith(repository) ? "ours" : "Node";
}
