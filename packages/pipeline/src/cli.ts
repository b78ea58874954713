import { outliveReaders } from "@ublog/sandbox/outliveReaders";
import { showError } from "./github/run.ts";
import { program } from "./program.ts";
import { messageOf, UserError } from "./userError.ts";

outliveReaders();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) console.error(error);
  showError(process.env, messageOf(error));
  process.exitCode = 1;
}
