import { explainError } from "@ublog/terminal/explain";
import { runProgram } from "@ublog/terminal/program";
import { showError } from "./github/run.ts";
import { program } from "./program.ts";

const { env } = process;

await runProgram(async (args) => {
  try {
    await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    showError(env, explainError(error, env));
    return 1;
  }
});
