import type { BenchOptions, Part } from "./bench.ts";
import { previewCount, withPlace } from "./place.ts";
import { inTurns } from "./stacks.ts";

/** Previews of a new environment with more and more Celery workers, beside bare programs of as many resources. */
export function workers({ runs, log }: BenchOptions): Promise<Part> {
  return withPlace(async (ours) => {
    await ours.up("base");
    return withPlace(async (bare) => {
      const rows: Part["rows"] = [];
      await bare.sandbox.pulumi(["stack", "init", "alpha"]);
      await ours.sandbox.pulumi(["stack", "init", "alpha"]);
      for (const count of [1, 10, 50, 100]) {
        log(`${count} workers …`);
        // Celery needs a worker for the queue `default`.
        const names = Array.from({ length: count }, (_, index) => [
          index === 0 ? "default" : `queue${index}`,
          {},
        ]);
        const config = ["-c", `ublog:workers=${JSON.stringify(Object.fromEntries(names))}`];
        const resources = await previewCount(ours, "alpha", config);
        const { alpha, plain } = await inTurns(runs, {
          alpha: () => ours.measure("preview", "--stack", "alpha", ...config),
          plain: () => bare.measure("preview", "--stack", "alpha", "-c", `bare:count=${resources}`),
        });
        rows.push([
          count,
          resources,
          alpha.wall.toFixed(2),
          alpha.cpu.toFixed(2),
          (alpha.wall / plain.wall).toFixed(2),
          (alpha.cpu / plain.cpu).toFixed(2),
        ]);
      }
      return {
        title: "Preview of a new environment",
        head: ["workers", "resources", "wall s", "CPU s", "wall ÷ bare", "CPU ÷ bare"],
        rows,
      };
    }, "bare");
  });
}
