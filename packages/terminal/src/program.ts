import { explainError } from "./explain.ts";
import { outliveReaders } from "./outliveReaders.ts";
import { painter } from "./paint.ts";

/**
 * Runs a command line as this process and ends with its exit code. What was begun goes on when nobody reads its output any more,
 * for example behind `| head`. An error becomes a line on standard error and an exit code, 1 unless `exitCodeOf` says another.
 */
export async function runProgram(
  main: (args: string[]) => Promise<number>,
  exitCodeOf: (error: unknown) => number = () => 1,
): Promise<void> {
  const fail = (error: unknown) => {
    const paint = painter(process.stderr, process.env);
    process.stderr.write(`${paint("red", "error:")} ${explainError(error, process.env)}\n`);
    process.exitCode = exitCodeOf(error);
  };
  outliveReaders();
  let lost: unknown;
  for (const output of [process.stdout, process.stderr])
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") lost ??= error;
    });
  process.on("uncaughtException", (error) => {
    fail(error);
    process.exit();
  });
  process.on("beforeExit", () => {
    if (lost === undefined || process.exitCode) return;
    fail(lost);
  });
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    fail(error);
  }
}
