import { inProcess } from "@ublog/aws-model/src/inProcess/inProcess.ts";
import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { stackProgram } from "@ublog/estimates/src/programs/stacks.ts";
import type { BenchOptions, Part } from "./bench.ts";
import { type Place, previewCount, withPlace } from "./place.ts";
import { inTurns } from "./stacks.ts";

/** The smallest environment: a load balancer has 100 rules, and this one takes one of them. */
const settings = (band: number) => ({
  "ublog:program": "app",
  "ublog:base": "base",
  "ublog:routing": JSON.stringify({ band }),
});

/** Previews of one more environment beside more and more others on the same base. */
export function environments({ runs, log }: BenchOptions): Promise<Part> {
  return withPlace(async (ours) => {
    await ours.up("base");
    const more = await neighbours(ours);
    return withPlace(async (bare) => {
      const rows: Part["rows"] = [];
      for (const place of [ours, bare]) await place.sandbox.pulumi(["stack", "init", "env0"]);
      const config = Object.entries({ "aws:region": "us-east-1", ...settings(0) }).flatMap(([key, value]) => [
        "-c",
        `${key}=${value}`,
      ]);
      const resources = await previewCount(ours, "env0", config);
      for (const count of [1, 10, 50, 100]) {
        log(`${count} environments …`);
        await more(count - 1);
        const { env, plain } = await inTurns(runs, {
          env: () => ours.measure("preview", "--stack", "env0", ...config),
          plain: () => bare.measure("preview", "--stack", "env0", "-c", `bare:count=${resources}`),
        });
        rows.push([
          count,
          resources,
          env.wall.toFixed(2),
          env.cpu.toFixed(2),
          (env.wall / plain.wall).toFixed(2),
          (env.cpu / plain.cpu).toFixed(2),
        ]);
      }
      return {
        title: "Preview of the last of several environments on one base",
        head: ["environments", "resources", "wall s", "CPU s", "wall ÷ bare", "CPU ÷ bare"],
        rows,
      };
    }, "bare");
  });
}

/** Returns a function that brings environments up until there are that many: in this process, which takes a fraction of the time. */
async function neighbours({ sandbox }: Place): Promise<(count: number) => Promise<void>> {
  const program = await stackProgram();
  const read = await sandbox.pulumi(["stack", "output", "--json", "--stack", "base"]);
  const world = openWorld(sandbox.world);
  const account = inProcess({ world });
  await account.run("base", async () => JSON.parse(read.stdout));
  let there = 0;
  return async (count) => {
    while (there < count) {
      there += 1;
      await account.run(`env${there}`, program, settings(there));
    }
  };
}
