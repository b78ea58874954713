import { marked, type Paint } from "@ublog/terminal/paint";
import { table } from "@ublog/terminal/table";
import type { Case } from "./chain.ts";
import type { SweepReport } from "./sweep.ts";

/** A sweep for people: the count by what went wrong, what needs a person, and what did not recover. */
export function describeSweep(
  { ok, cases, runs, seconds }: SweepReport,
  { width, paint }: { width?: number; paint?: Paint } = {},
): string {
  const end = `${cases.length} cases, ${cases.filter(({ problem }) => problem === undefined).length} recovered, in ${runs} runs of the engine and ${Math.round(seconds)} s.${ok ? "" : " The sweep failed."}`;
  const kinds = [...new Set(cases.map(kindOf))];
  const rows = kinds.map((kind) => {
    const those = cases.filter((one) => kindOf(one) === kind);
    const bad = those.filter(({ problem }) => problem !== undefined).length;
    const asked = those.filter(({ person, problem }) => person !== undefined && problem === undefined).length;
    return [kind, those.length, those.length - bad - asked, asked, bad];
  });
  const asked = cases.filter(({ person, problem }) => person !== undefined && problem === undefined);
  const bad = cases.filter(({ problem }) => problem !== undefined);
  return [
    "",
    table(["what went wrong", "cases", "by itself", "with an answer", "not at all"], rows, { width }),
    ...section("A person has to ask AWS, and to pass the answer on:", asked, ({ person }) => person),
    ...section("These did not recover:", bad, ({ problem }) => problem),
    "",
    paint ? marked(paint, ok ? "✓" : "✗", end) : end,
  ].join("\n");
}

const section = (head: string, cases: Case[], text: (one: Case) => string | undefined): string[] =>
  cases.length === 0
    ? []
    : [
        "",
        head,
        ...cases.flatMap((one) => [`  ${one.fault}`, `    ${(text(one) ?? "").replaceAll("\n", "\n    ")}`]),
      ];

/** `create`, `error`: the action and how it fails, without the resource. */
function kindOf({ stack, fault }: Case): string {
  return `${stack}: ${fault.split(":")[0]}, ${fault.split(":").at(-1)}`;
}
