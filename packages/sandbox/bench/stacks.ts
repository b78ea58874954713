import type { BenchOptions, Part } from "./bench.ts";
import { type Measure, medians } from "./measure.ts";
import { countResources, type Place, withPlace } from "./place.ts";

const commands = {
  preview: ["preview"],
  "up, nothing to do": ["up", "--yes", "--skip-preview"],
};

/** The providers that each stack uses beside `aws` and `random`. */
const startOf = { base: ["-c", "start:awsx=true"], alpha: [] as string[] };

/** Previews and updates without changes of base and alpha, beside bare programs of as many resources, and beside the start alone. */
export function stacks({ runs, log }: BenchOptions): Promise<Part> {
  return withPlace(async (ours) => {
    await ours.up("base");
    await ours.up("alpha");
    const counts = { base: await countResources(ours, "base"), alpha: await countResources(ours, "alpha") };
    return withPlace(
      (start) =>
        withPlace(async (bare) => {
          for (const stack of names) {
            await start.up(stack, ...startOf[stack]);
            await bare.up(stack, "-c", `bare:count=${counts[stack]}`);
          }
          const rows: Part["rows"] = [];
          for (const [command, args] of Object.entries(commands)) {
            log(`${command} …`);
            const measured = await inTurns(runs, {
              base: () => measureStack(ours, "base", args),
              "base bare": () => measureStack(bare, "base", [...args, "-c", `bare:count=${counts.base}`]),
              "base start": () => measureStack(start, "base", [...args, ...startOf.base]),
              alpha: () => measureStack(ours, "alpha", args),
              "alpha bare": () => measureStack(bare, "alpha", [...args, "-c", `bare:count=${counts.alpha}`]),
              "alpha start": () => measureStack(start, "alpha", [...args, ...startOf.alpha]),
            });
            for (const stack of names)
              rows.push(...compare(`${command}, ${stack}`, counts[stack], measured, stack));
          }
          return { title, head, rows };
        }, "bare"),
      "start",
    );
  });
}

const names = ["base", "alpha"] as const;

const title =
  "Previews and updates without changes. The start is that of CLI, Node, SDK and the same providers; what comes after it is engine, SDK and ours.";

const head = [
  "what",
  "resources",
  "wall s",
  "CPU s",
  "resources/s",
  "MiB",
  "wall ÷ bare",
  "CPU ÷ bare",
  "after the start, % of CPU",
];

type Measured = Record<`${(typeof names)[number]}${"" | " bare" | " start"}`, Measure>;

/** A stack, the bare program of as many resources, and the start alone. */
function compare(what: string, count: number, measured: Measured, stack: "base" | "alpha") {
  const bare = measured[`${stack} bare`];
  const start = measured[`${stack} start`];
  const row = (name: string, one: Measure, resources: number | undefined) => [
    name,
    resources ?? "–",
    one.wall.toFixed(2),
    one.cpu.toFixed(2),
    resources === undefined ? "–" : (resources / one.wall).toFixed(1),
    one.memory === undefined ? "–" : Math.round(one.memory),
    (one.wall / bare.wall).toFixed(2),
    (one.cpu / bare.cpu).toFixed(2),
    Math.round((1 - start.cpu / one.cpu) * 100),
  ];
  return [
    row(what, measured[stack], count),
    row(`${what}: bare program`, bare, count),
    row(`${what}: the start`, start, undefined),
  ];
}

const measureStack = (place: Place, stack: string, args: string[]) =>
  place.measure(...args, "--stack", stack);

/** Measures one after the other, and that several times: what disturbs the machine for a while disturbs them all. */
export async function inTurns<K extends string>(
  runs: number,
  subjects: Record<K, () => Promise<Measure>>,
): Promise<Record<K, Measure>> {
  const names = Object.keys(subjects) as K[];
  const found = Object.fromEntries(names.map((name) => [name, [] as Measure[]])) as Record<K, Measure[]>;
  for (let run = 0; run < runs; run++) {
    for (const name of names) found[name].push(await subjects[name]());
  }
  return Object.fromEntries(names.map((name) => [name, medians(found[name])])) as Record<K, Measure>;
}
