import type { BenchOptions, Part } from "./bench.ts";
import { type Measure, medians } from "./measure.ts";
import { countResources, type Place, withPlace } from "./place.ts";

const commands = {
  preview: ["preview"],
  "up, nothing to do": ["up", "--yes", "--skip-preview"],
};

/** Previews and updates without changes of base and alpha, beside bare programs of as many resources and an empty one. */
export function stacks({ runs, log }: BenchOptions): Promise<Part> {
  return withPlace(async (ours) => {
    await ours.up("base");
    await ours.up("alpha");
    const counts = { base: await countResources(ours, "base"), alpha: await countResources(ours, "alpha") };
    return withPlace(
      (empty) =>
        withPlace(async (bare) => {
          await empty.up("empty");
          for (const [stack, count] of Object.entries(counts))
            await bare.up(stack, "-c", `bare:count=${count}`);
          const rows: Part["rows"] = [];
          for (const [name, args] of Object.entries(commands)) {
            log(`${name} …`);
            const measured = await inTurns(runs, {
              base: () => measureStack(ours, "base", args),
              "base, bare": () => measureStack(bare, "base", [...args, "-c", `bare:count=${counts.base}`]),
              alpha: () => measureStack(ours, "alpha", args),
              "alpha, bare": () => measureStack(bare, "alpha", [...args, "-c", `bare:count=${counts.alpha}`]),
              empty: () => measureStack(empty, "empty", args),
            });
            for (const stack of ["base", "alpha"] as const)
              rows.push(...compare(`${name}, ${stack}`, counts[stack], measured, stack));
            rows.push(row(`${name}, empty program`, 1, measured.empty, undefined, undefined));
          }
          return { title, head, rows };
        }, "bare"),
      "empty",
    );
  });
}

const title =
  "Previews and updates without changes. The part that is ours is what an empty program, with CLI, Node, SDK and one provider, doesn't take.";

const head = [
  "what",
  "resources",
  "wall s",
  "CPU s",
  "resources/s",
  "MiB",
  "wall ÷ bare",
  "CPU ÷ bare",
  "ours, % of CPU",
];

type Measured = Record<"base" | "base, bare" | "alpha" | "alpha, bare" | "empty", Measure>;

function compare(what: string, count: number, measured: Measured, stack: "base" | "alpha") {
  const bare = measured[`${stack}, bare`];
  return [
    row(what, count, measured[stack], bare, measured.empty),
    row(`${what}, bare program`, count, bare, bare, measured.empty),
  ];
}

function row(
  what: string,
  count: number,
  one: Measure,
  bare: Measure | undefined,
  empty: Measure | undefined,
): (string | number)[] {
  return [
    what,
    count,
    one.wall.toFixed(2),
    one.cpu.toFixed(2),
    (count / one.wall).toFixed(1),
    one.memory === undefined ? "–" : Math.round(one.memory),
    bare === undefined ? "–" : (one.wall / bare.wall).toFixed(2),
    bare === undefined ? "–" : (one.cpu / bare.cpu).toFixed(2),
    empty === undefined ? "–" : Math.round((1 - empty.cpu / one.cpu) * 100),
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
