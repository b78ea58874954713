import { JSON_FLAG } from "@ublog/terminal/flags";
import { runProgram } from "@ublog/terminal/program";
import { table, widthOf } from "@ublog/terminal/table";
import { Command } from "commander";
import { countCalls } from "../../app-update/bench/apiCalls.ts";
import { environments } from "./environments.ts";
import { imports } from "./imports.ts";
import { profile } from "./profile.ts";
import { stacks } from "./stacks.ts";
import { starts } from "./starts.ts";
import { workers } from "./workers.ts";

/** One table of the benchmark. */
export interface Part {
  title: string;
  head: string[];
  rows: (string | number)[][];
}

export interface BenchOptions {
  /** How often each thing is measured; the median counts. */
  runs: number;
  /** Called with what is being measured. */
  log: (line: string) => void;
}

const parts: Record<string, (options: BenchOptions) => Promise<Part>> = {
  stacks,
  workers,
  environments,
  imports,
  starts,
  profile,
  calls,
};

/** What a release asks of AWS; counted, not measured. */
async function calls(): Promise<Part> {
  const rows = [];
  for (const more of [0, 5, 45]) {
    const { services, seconds, total } = await countCalls(more);
    rows.push([services, seconds, total, (total / services).toFixed(1)]);
  }
  return {
    title: "API calls of a release",
    head: ["services", "seconds (virtual)", "calls", "calls a service"],
    rows,
  };
}

const program = new Command("bench")
  .description(
    "Measures previews and updates that change nothing, each beside a bare program with as many resources.\nParts: " +
      Object.keys(parts).join(", "),
  )
  .argument("[parts...]", "what to measure", Object.keys(parts))
  .option("--runs <number>", "how often each thing is measured; the median counts", Number, 5)
  .option(...JSON_FLAG)
  .showHelpAfterError("Run `pnpm bench --help` for the parts.")
  .action(async (names: string[], { runs, json }: { runs: number; json?: boolean }) => {
    const unknown = names.filter((name) => !(name in parts));
    if (unknown.length > 0)
      program.error(
        `There is no part "${unknown.join('", "')}". Write any of ${Object.keys(parts).join(", ")}.`,
        { exitCode: 2 },
      );
    if (!Number.isInteger(runs) || runs < 1)
      program.error("--runs takes a whole number from 1 up.", { exitCode: 2 });
    const log = (line: string) => console.error(line);
    const done: Part[] = [];
    for (const name of names) {
      const part = await parts[name]?.({ runs, log });
      if (part === undefined) continue;
      done.push(part);
      if (!json)
        console.log(
          `\n${part.title}\n\n${table(part.head, part.rows, { width: widthOf(process.stdout, process.env) })}`,
        );
    }
    if (json) console.log(JSON.stringify(done, null, 2));
  });

await runProgram(async (args) => {
  await program.parseAsync(args, { from: "user" });
  return Number(process.exitCode ?? 0);
});
