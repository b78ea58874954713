import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "./clock.ts";
import { gitShaOf } from "./identity.ts";
import { execute, type Invocation, processSurroundings, type Surroundings } from "./main.ts";
import { EXIT, type ExitCode } from "./outcome.ts";
import type { Report } from "./report/report.ts";
import type { Session } from "./session.ts";

/** The command line: each verb's options here, its story in `commands/`, loaded when it is called. */
export async function main(args: string[], around: Surroundings = processSurroundings): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = new Command("app-update")
    .description("Releases a Django and Nuxt application to an ECS environment: all of it, or nothing.")
    .version(ownVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
    })
    .showHelpAfterError("(--help shows what there is)")
    .addHelpText("after", EXIT_HELP);

  type Story<Options> = (session: Session, options: Options, args: string[]) => Promise<Report>;
  /** A verb with the options that all verbs have. */
  function verb<Options extends Invocation>(
    usage: string,
    description: string,
    story: Story<Options>,
  ): Command {
    return program
      .command(usage)
      .description(description)
      .addOption(
        new Option("-e, --env <name>", "the environment, or its SSM parameter").makeOptionMandatory(),
      )
      .option("--region <region>", "the AWS region (default: of the AWS configuration)")
      .addOption(durationOption("--timeout <duration>", "the longest one wait may take", "30m"))
      .option("--json", "one JSON document on stdout, progress on stderr")
      .action(async (...parameters: unknown[]) => {
        const command = parameters.at(-1) as Command;
        const options = command.opts<Options>();
        const name = [command.name(), ...command.args].join(" ");
        exit = await execute(around, options, name, (session) => story(session, options, command.args));
      });
  }
  const changes = (command: Command) => command.option("--dry-run", "only say what would be done");
  const waits = (command: Command) =>
    changes(command).option("--verbose", "also every event of ECS, word for word, as it comes");
  /** Of what may have to be taken back. */
  const within = () =>
    new Option("--within <duration>", "refuse what could take longer in all, going back included").argParser(
      duration,
    );

  verb<Invocation & { check?: boolean; digest: Record<string, string> }>(
    "plan <version>",
    "compare what runs with what a release would make of it",
    async (session, options, [version = ""]) =>
      (await import("./commands/plan.ts")).plan(session, { ...options, version, digests: options.digest }),
  )
    .option("--check", `exit with ${EXIT.differences} when infrastructure changes wait for a release`)
    .addOption(digestOption());

  waits(
    verb<
      Invocation & {
        dryRun?: boolean;
        rollback: boolean;
        within?: number;
        force?: boolean;
        gitSha?: string;
        digest: Record<string, string>;
      }
    >(
      "release <version>",
      "verify, migrate, roll out; all of it, or back to what ran",
      async (session, options, [version = ""]) =>
        (await import("./commands/release.ts")).release(session, {
          ...options,
          version,
          digests: options.digest,
          gitSha: options.gitSha ?? gitShaOf(version, around.environment),
        }),
    ),
  )
    .option("--no-rollback", "leave things as they are when a service fails")
    .option("--force", "roll everything although nothing changed, also over somebody else's deployment")
    .option("--git-sha <sha>", "the version's commit, for the history")
    .addOption(within())
    .addOption(digestOption());

  waits(
    verb<Invocation & { dryRun?: boolean; to?: string; within?: number }>(
      "rollback",
      "all processes together back to an earlier release",
      async (session, options) => (await import("./commands/rollback.ts")).rollback(session, options),
    ),
  )
    .option("--to <release>", "its number or version (default: the one before the current)")
    .addOption(within());

  verb("status", "what runs, and what is out of the ordinary", async (session, options) =>
    (await import("./commands/status.ts")).status(session, options),
  );

  verb<Invocation & { limit: number }>("history", "who released what and when", async (session, options) =>
    (await import("./commands/history.ts")).history(session, options),
  ).option("--limit <count>", "how many", wholeNumber, 20);

  verb<Invocation & { since: number; follow?: boolean; filter?: string }>(
    "logs <process>",
    "the log of all tasks of a process",
    async (session, options, [process = ""]) =>
      (await import("./commands/logs.ts")).logs(session, {
        ...options,
        process,
        print: (line) => (options.json ? around.stderr : around.stdout).write(`${line}\n`),
      }),
  )
    .addOption(durationOption("--since <duration>", "how far back", "10m"))
    .option("-f, --follow", "go on until interrupted")
    .option("--filter <pattern>", "a CloudWatch Logs filter pattern");

  changes(
    verb<Invocation & { dryRun?: boolean; process?: string }>(
      "run <command...>",
      "a command in a task of its own: run -- python manage.py …; ends with its exit code",
      async (session, options, command) =>
        (await import("./commands/run.ts")).run(session, { ...options, command }),
    ),
  ).option("--process <process>", "whose image and settings it runs with");

  changes(
    verb<Invocation & { dryRun?: boolean }>(
      "exec <process> [command...]",
      "a shell, or a command, in a running task of a process",
      async (session, options, [process = "", ...command]) => {
        const { exec, spawn } = await import("./commands/exec.ts");
        return exec(session, { ...options, process, command, spawn });
      },
    ),
  );

  waits(
    verb<Invocation & { dryRun?: boolean }>(
      "restart [processes...]",
      "new tasks of the same version, for example after a secret was changed",
      async (session, options, processes) =>
        (await import("./commands/restart.ts")).restart(session, { ...options, processes }),
    ),
  );

  waits(
    verb<Invocation & { dryRun?: boolean }>(
      "scale <process>",
      "another number of tasks",
      async (session, options, [process = "", count = ""]) =>
        (await import("./commands/scale.ts")).scale(session, {
          ...options,
          process,
          count: Number(count),
        }),
    ),
  ).argument("<count>", "how many", wholeNumber);

  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.refused;
  }
  return exit;
}

const EXIT_HELP = `
Exit codes:
  ${EXIT.done}    done, or nothing to do
  ${EXIT.failed}    failed; the services are as they were before
  ${EXIT.differences}    plan --check: infrastructure changes wait for a release
  ${EXIT.refused}    refused before any change
  ${EXIT.unresolved}    failed, and not rolled back: look at it
  ${EXIT.noExitCode}  run: the task gave no exit code
  ${EXIT.interrupted}  interrupted: run it again to finish, or rollback to undo
run and exec end with the exit code of their command.`;

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

function digestOption(): Option {
  return new Option("--digest <image=digest>", "the digest of an image, for registries other than ECR")
    .default({}, "looked up in ECR")
    .argParser((value: string, known: Record<string, string>) => {
      const [image, digest] = value.split("=");
      if (!image || !digest) throw new InvalidArgumentError("Write for example backend=sha256:….");
      return { ...known, [image]: digest };
    });
}

function durationOption(flags: string, description: string, standard: string): Option {
  return new Option(flags, description).argParser(duration).default(duration(standard), standard);
}

function duration(value: string): number {
  const parsed = parseDuration(value);
  if (parsed === undefined) throw new InvalidArgumentError("Write a number and s, m, h or d: 90s, 30m, 2h.");
  return parsed;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Write a whole number.");
  return Number(value);
}
