import { UsageError } from "@ublog/terminal/errors";
import { runProgram } from "@ublog/terminal/program";
import { main } from "./cli.ts";
import { groupOf } from "./verbs.ts";

await runProgram(main, (error) =>
  error instanceof UsageError ? 2 : (groupOf(process.argv[2] ?? "")?.unforeseen ?? 1),
);
