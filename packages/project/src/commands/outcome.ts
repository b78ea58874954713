import { marked, painter } from "@ublog/terminal/paint";
import { widthOf, wrap } from "@ublog/terminal/table";

/** What a command has to tell. */
export interface Outcome {
  /** One sentence. */
  headline: string;
  /** Lines in front of it. */
  table?: string[];
  remarks?: string[];
  /** What to run now, in this order. */
  next?: string[];
  /** For `--json`. */
  data: Record<string, unknown>;
}

/** How the commands to run next are called: a rehearsal goes on in the sandbox. */
export function programs(env: NodeJS.ProcessEnv): { pulumi: string; ublog: string } {
  return env.SANDBOX_WORLD === undefined
    ? { pulumi: "pulumi", ublog: "ublog" }
    : { pulumi: "ublog sandbox pulumi", ublog: "ublog sandbox" };
}

/** Tells it, to people or as JSON, on standard output. The exit code is 0. */
export function say(
  { env }: { env: NodeJS.ProcessEnv },
  { json }: { json?: boolean | undefined },
  { headline, table = [], remarks = [], next = [], data }: Outcome,
): number {
  if (json) {
    console.log(JSON.stringify({ headline, remarks, next, ...data }, null, 2));
    return 0;
  }
  const width = widthOf(process.stdout, env);
  const paint = painter(process.stdout, env);
  const lines = [
    ...table,
    ...(table.length === 0 ? [] : [""]),
    marked(paint, "✓", wrap(headline, width - 2, "", "  ").join("\n")),
    ...remarks.flatMap((remark) => wrap(remark, width, "  Note: ", "    ")),
    ...(next.length === 0 ? [] : ["  Next:"]),
    ...next.flatMap((step, index) => wrap(step, width, `    ${index + 1}. `, "       ")),
  ];
  console.log(lines.join("\n"));
  return 0;
}
