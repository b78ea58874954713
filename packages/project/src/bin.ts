import { UsageError } from "@ublog/terminal/errors";
import { runProgram } from "@ublog/terminal/program";
import { main } from "./cli.ts";

await runProgram(main, (error) => (error instanceof UsageError ? 2 : 1));
