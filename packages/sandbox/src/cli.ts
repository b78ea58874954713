import { type CommandLine, commandLine } from "@ublog/terminal/commandLine";
import { UsageError } from "@ublog/terminal/errors";
import { explainError } from "@ublog/terminal/explain";
import { JSON_FLAG } from "@ublog/terminal/flags";
import { painter } from "@ublog/terminal/paint";
import { type Command, Option } from "commander";
import type { Context } from "./commands/context.ts";
import { sandboxFolder } from "./shared/places.ts";
import { WHAT_IS_REAL } from "./shared/whatIsReal.ts";
import { VERBS } from "./verbs.ts";

export interface MainOptions extends Partial<Context> {
  /** What it is called in its help. Defaults to `sandbox`. */
  name?: string;
}

/** The command line: takes its arguments and answers with the exit code. */
export async function main(args: readonly string[], options: MainOptions = {}): Promise<number> {
  try {
    return await sandbox(options).run(args);
  } catch (error) {
    console.error(painter(process.stderr, process.env)("red", explainError(error, process.env)));
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Each verb's options here, its story in `commands/`, loaded when it is called. */
export function sandbox({
  name = "sandbox",
  dir = sandboxFolder,
  engine,
}: MainOptions = {}): CommandLine<keyof typeof VERBS> {
  const context: Context = { dir, engine };
  const line = commandLine(name, VERBS, 2);
  const { program, verb, ends } = line;
  program
    .description(`Runs the stacks without an AWS account.\n${WHAT_IS_REAL}`)
    .enablePositionalOptions()
    .addHelpText("after", EXIT_HELP);

  verb("rehearse")
    .addOption(
      new Option(
        "--timeline",
        "print how long the real `up` and `destroy` would take, and what decides it; nothing is brought up",
      ).conflicts(["cost", "fault"]),
    )
    .addOption(
      new Option(
        "--cost",
        "print what the stacks cost a month, and what other settings would add or save; nothing is brought up",
      ).conflicts("fault"),
    )
    .addOption(
      faultOption(
        "--fault",
        "what goes wrong on the way, such as create:Instance/ublog-base-database:half; the rehearsal recovers from it",
      ),
    )
    .option(...JSON_FLAG)
    .action(ends(async (flags) => (await import("./commands/rehearse.ts")).rehearse(context, flags)));

  handsOn(verb("pulumi"), "arguments for `pulumi`, passed on unchanged").action(
    ends(async (args) => (await import("./commands/pulumi.ts")).pulumi(context, args)),
  );

  handsOn(verb("pipeline"), "arguments for the command, passed on unchanged").action(
    ends(async (args) => (await import("./commands/pipeline.ts")).pipeline(context, args)),
  );

  handsOn(verb("project"), "arguments for the command, passed on unchanged").action(
    ends(async (args) => (await import("./commands/project.ts")).project(context, args)),
  );

  handsOn(verb("app-update"), "arguments for `app-update`, passed on unchanged").action(
    ends(async (args) => (await import("./commands/appUpdate.ts")).appUpdate(context, args)),
  );

  verb("sweep")
    .addOption(faultOption("--only", "only this fault, such as create:Instance/*:half"))
    .addOption(new Option("--stack <name>", "only this stack").choices(["base", "alpha"]))
    .option(...JSON_FLAG)
    .action(ends(async (flags) => (await import("./commands/sweep.ts")).sweep(context, flags)));

  verb("versions").action(ends(async () => (await import("./commands/versions.ts")).versions()));

  verb("rules")
    .option(...JSON_FLAG)
    .action(ends(async (flags) => (await import("./commands/rules.ts")).rules(flags)));

  verb("engine").action(ends(async () => (await import("./commands/engine.ts")).engine(context)));

  verb("reset").action(ends(async () => (await import("./commands/reset.ts")).reset(context)));

  return line;
}

const EXIT_HELP = `
After an up or a destroy that went well, the stand-in AWS is searched for what
would not work, for example a task whose role may not read a secret. What is
found is printed, and the command ends with 1.

Exit codes: 0 all is well; 1 a problem, which is printed; 2 the command line is
wrong; 129, 130, 143 it was stopped. pulumi, pipeline, project and app-update
end with their own.`;

/** A verb that passes on everything after it, even what looks like an option. */
const handsOn = (command: Command, what: string): Command =>
  command.argument("[arguments...]", what).passThroughOptions().allowUnknownOption().helpOption(false);

/** An option that takes a fault, and may be given several times. */
const faultOption = (flag: string, description: string): Option =>
  new Option(`${flag} <fault>`, `${description} (may be given several times)`).argParser(
    (text, former: string[] = []) => [...former, text],
  );
