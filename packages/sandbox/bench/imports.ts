import { fileURLToPath } from "node:url";
import type { BenchOptions, Part } from "./bench.ts";
import { measure } from "./measure.ts";
import { inTurns } from "./stacks.ts";

const library = fileURLToPath(new URL("../../pulumi-aws-django/src/index.ts", import.meta.url));

const subjects = {
  "Node alone": "",
  "@pulumi/pulumi": 'await import("@pulumi/pulumi")',
  "@pulumi/aws": 'await import("@pulumi/aws")',
  "pulumi-aws-django": `await import(${JSON.stringify(library)})`,
};

/** What it takes to load the library, compared with the SDK that any program loads. */
export async function imports({ runs, log }: BenchOptions): Promise<Part> {
  log("imports …");
  const load = (code: string) => () =>
    measure({
      program: process.execPath,
      args: ["--input-type=module", "--eval", code],
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: process.env,
    });
  const measured = await inTurns(
    runs * 2,
    Object.fromEntries(Object.entries(subjects).map(([name, code]) => [name, load(code)])),
  );
  const sdk = measured["@pulumi/aws"];
  return {
    title: "Loading the library",
    head: ["what", "wall s", "CPU s", "MiB", "wall ÷ SDK", "CPU ÷ SDK"],
    rows: Object.entries(measured).map(([name, { wall, cpu, memory }]) => [
      name,
      wall.toFixed(2),
      cpu.toFixed(2),
      memory === undefined ? "–" : Math.round(memory),
      sdk === undefined ? "–" : (wall / sdk.wall).toFixed(2),
      sdk === undefined ? "–" : (cpu / sdk.cpu).toFixed(2),
    ]),
  };
}
