import type { CommandLine } from "@ublog/terminal/commandLine";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import type { Command } from "commander";

type Ends = CommandLine<string>["ends"];

const STACK_FLAG = ["--stack <name>", "the stack"] as const;

/** The options of `secrets`. */
export function secretsVerb(secrets: Command, ends: Ends): void {
  secrets
    .command("set")
    .description(
      "set one, encrypted, in the stack's file; its value is asked for, or read from standard input",
    )
    .argument("<name...>", "the environment variable; never its value")
    .requiredOption(...STACK_FLAG)
    .option("--from-file <path>", "read the value from a file")
    .option("--override", "also where the app sets a variable of this name itself")
    .option(...JSON_FLAG)
    .action(
      ends(async (words, options) => {
        const { setSecret, settingsContext } = await import("./commands/secrets.ts");
        return setSecret(settingsContext(), words, options);
      }),
    );
  secrets
    .command("list")
    .description("list their names, each with how far it has come: file, up, processes")
    .requiredOption(...STACK_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (options) => {
        const { listSecrets, settingsContext } = await import("./commands/secrets.ts");
        return listSecrets(settingsContext(), options);
      }),
    );
  secrets
    .command("unset")
    .description("take them out: one that something may still read is retired first")
    .argument("<names...>", "the environment variables")
    .requiredOption(...STACK_FLAG)
    .option("--now", "take them out at once, whatever still reads them")
    .option(...DRY_RUN_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (names, options) => {
        const { settingsContext, unsetSecrets } = await import("./commands/secrets.ts");
        return unsetSecrets(settingsContext(), names, options);
      }),
    );
}
