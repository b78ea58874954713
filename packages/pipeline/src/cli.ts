import { showError } from "./github/run.ts";
import { program } from "./program.ts";
import { messageOf, UserError } from "./userError.ts";

// What was begun goes on when nobody reads any more what it says, for example behind `| head`.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) console.error(error);
  showError(process.env, messageOf(error));
  process.exitCode = 1;
}
