import type { CommandLine } from "@ublog/terminal/commandLine";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { Argument, type Command } from "commander";

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

/** The options of `config`. */
export function configVerb(config: Command, ends: Ends): void {
  config
    .command("list")
    .description("list what is set, and what of it differs from the last `pulumi up`")
    .requiredOption(...STACK_FLAG)
    .option("--all", "also what isn't set, with what it defaults to")
    .option(...JSON_FLAG)
    .action(
      ends(async (options) => {
        const { listConfig } = await import("./commands/configList.ts");
        return listConfig(await context(), options);
      }),
    );
  config
    .command("get")
    .description("print one setting as it is in the stack's file")
    .addArgument(pathArgument())
    .requiredOption(...STACK_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (path, options) =>
        (await import("./commands/config.ts")).getConfig(await context(), path, options),
      ),
    );
  config
    .command("set")
    .description("set one or several in the stack's file, if its program takes them together")
    .argument("<words...>", "path and value by turns: gunicorn.cpu 1024; a list or a map as JSON")
    .requiredOption(...STACK_FLAG)
    .option("--plaintext", "also a value that looks like a secret")
    .option(...DRY_RUN_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (words, options) =>
        (await import("./commands/config.ts")).setConfig(await context(), words, options),
      ),
    );
  config
    .command("unset")
    .description("take settings out of the stack's file: they have their defaults then")
    .argument("<paths...>", "such as gunicorn.cpu")
    .requiredOption(...STACK_FLAG)
    .option(...DRY_RUN_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (paths, options) =>
        (await import("./commands/config.ts")).unsetConfig(await context(), paths, options),
      ),
    );
  config
    .command("describe")
    .description("explain a setting and what can be set in it; without one, all at the top")
    .argument("[path]", "such as gunicorn")
    .option("--stack <name>", "the stack")
    .option(...JSON_FLAG)
    .action(
      ends(async (path, options) => {
        const { describeConfig } = await import("./commands/configList.ts");
        return describeConfig(await context(), path, options);
      }),
    );
}

const pathArgument = () => new Argument("<path>", "such as gunicorn.cpu");

const context = async () => (await import("./commands/secrets.ts")).settingsContext();
