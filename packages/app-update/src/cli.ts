import { readFileSync } from "node:fs";
import { type CommandLine, commandLine } from "@ublog/terminal/commandLine";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { isUnread } from "@ublog/terminal/outliveReaders";
import type { Argument, Command } from "commander";
import { ARGUMENTS, OPTIONS } from "./arguments.ts";
import { gitShaOf } from "./identity.ts";
import { type OfImages, takesImage, takesImages, wantedOf, wordsOf } from "./imageOptions.ts";
import { execute, type Invocation, processSurroundings, type Surroundings } from "./main.ts";
import { EXIT, type ExitCode } from "./outcome.ts";
import type { Report } from "./report/report.ts";
import type { Session } from "./session.ts";
import { VERBS } from "./verbs.ts";

/** The command line: takes its arguments and answers with the exit code. */
export function main(
  args: readonly string[],
  around: Surroundings = processSurroundings,
  name = "app-update",
): Promise<ExitCode> {
  return appUpdate(around, name).run(args);
}

/** Each verb's options here, its story in `commands/`, loaded when it is called. */
export function appUpdate(
  around: Surroundings = processSurroundings,
  name = "app-update",
): CommandLine<keyof typeof VERBS> {
  const line = commandLine(name, VERBS, EXIT.refused);
  const { program, ends } = line;
  program
    .description("Releases a Django and Nuxt application to an ECS environment: all of it, or nothing.")
    .version(ownVersion())
    // The verbs with their arguments are long, and their descriptions must still fit 80 columns beside them.
    .configureHelp({ minWidthToWrap: 30 })
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
    })
    .addHelpText("after", EXIT_HELP);

  type Story<Options> = (session: Session, options: Options, args: string[]) => Promise<Report>;
  /** A verb with the options that all verbs have. */
  function verb<Options extends Invocation>(
    verb: keyof typeof VERBS,
    story: Story<Options>,
    ...given: Argument[]
  ): Command {
    const command = line.verb(verb);
    for (const one of given) command.addArgument(one);
    return command
      .addOption(OPTIONS.stack())
      .addOption(OPTIONS.env())
      .on("option:env", () => takeForStack(command))
      .addOption(OPTIONS.project())
      .addOption(OPTIONS.region())
      .addOption(OPTIONS.timeout())
      .option(...JSON_FLAG)
      .action(
        ends(() => {
          const options = command.opts<Options>();
          refuseTwoStacks(command, options);
          return execute(around, options, wordsOf(command), (session) =>
            story(session, options, command.args),
          );
        }),
      );
  }
  const changes = (command: Command) => command.option(...DRY_RUN_FLAG);
  const waits = (command: Command) =>
    changes(command).option("--verbose", "also every event of ECS, word for word, as it arrives");

  const planned = verb<Invocation & OfImages & { check?: boolean }>(
    "plan",
    async (session, options, [version]) =>
      (await import("./commands/plan.ts")).plan(session, { ...options, ...wantedOf(version, options) }),
    ARGUMENTS.version(),
  ).option("--check", `exit with ${EXIT.differences} when infrastructure changes wait for a release`);
  takesImages(planned);

  const checked = verb<Invocation & OfImages & { image?: string }>(
    "check",
    async (session, options, [version]) => {
      const { check, docker } = await import("./commands/check.ts");
      return check(session, { ...options, ...wantedOf(version, options), docker });
    },
    ARGUMENTS.versionOrCurrent(),
  ).addOption(OPTIONS.image());
  takesImage(checked, "backend");

  const released = waits(
    verb<
      Invocation &
        OfImages & {
          dryRun?: boolean;
          rollback: boolean;
          check: boolean;
          within?: number;
          force?: boolean;
          gitSha?: string;
          build?: boolean;
        }
    >(
      "release",
      async (session, { build, ...given }, [version]) => {
        const options = {
          ...given,
          ...wantedOf(version, given),
          commitOf: (one: string) => gitShaOf(one, around.environment),
        };
        if (!build) return (await import("./commands/release.ts")).release(session, options);
        const { releaseBuilt } = await import("./commands/releaseBuilt.ts");
        return releaseBuilt(session, around.build, options);
      },
      ARGUMENTS.version(),
    ),
  )
    .option("--build", "first build the images of what is checked out, and push them")
    .option("--no-check", "release without asking the image whether it fits the stack")
    .option("--no-rollback", "leave things as they are when a service fails")
    .option("--force", "roll everything even if nothing changed, and over somebody else's deployment")
    .addOption(OPTIONS.gitSha())
    .addOption(OPTIONS.within());
  takesImages(released);

  waits(
    verb<Invocation & { dryRun?: boolean; to?: string; within?: number }>(
      "rollback",
      async (session, options) => (await import("./commands/rollback.ts")).rollback(session, options),
    ),
  )
    .addOption(OPTIONS.to())
    .addOption(OPTIONS.within());

  verb("status", async (session) => (await import("./commands/status.ts")).status(session));

  verb<Invocation & { limit: number }>("history", async (session, options) =>
    (await import("./commands/history.ts")).history(session, options),
  ).addOption(OPTIONS.limit());

  verb<Invocation & { since: number; follow?: boolean; filter?: string }>(
    "logs",
    async (session, options, [process = ""]) => {
      const output = options.json ? around.stderr : around.stdout;
      const { logs } = await import("./commands/logs.ts");
      return logs(session, {
        ...options,
        process,
        print: (line) => output.write(`${line}\n`),
        isUnread: () => isUnread(output),
      });
    },
    ARGUMENTS.process(),
  )
    .addOption(OPTIONS.since())
    .option("-f, --follow", "follow the log until interrupted")
    .addOption(OPTIONS.filter());

  changes(
    verb<Invocation & { dryRun?: boolean; process?: string }>(
      "run",
      async (session, options, command) =>
        (await import("./commands/run.ts")).run(session, { ...options, command }),
      ARGUMENTS.command("<command...>"),
    ),
  ).addOption(OPTIONS.process());

  changes(
    verb<Invocation & { dryRun?: boolean }>(
      "exec",
      async (session, options, [process = "", ...command]) => {
        const { exec, spawn } = await import("./commands/exec.ts");
        return exec(session, { ...options, process, command, spawn });
      },
      ARGUMENTS.process(),
      ARGUMENTS.command("[command...]"),
    ),
  );

  waits(
    verb<Invocation & { dryRun?: boolean }>(
      "restart",
      async (session, options, processes) =>
        (await import("./commands/restart.ts")).restart(session, { ...options, processes }),
      ARGUMENTS.processes(),
    ),
  );

  waits(
    verb<Invocation & { dryRun?: boolean; force?: boolean }>(
      "scale",
      async (session, options, [process = "", count = ""]) =>
        (await import("./commands/scale.ts")).scale(session, {
          ...options,
          process,
          count: Number(count),
        }),
      ARGUMENTS.process(),
      ARGUMENTS.count(),
    ),
  ).option("--force", "allow more than 50 tasks where no autoscaling limits them");

  return line;
}

/** What `--env` says counts as the stack, unless `--stack` came before it. */
function takeForStack(command: Command): void {
  const stack = command.getOptionValue("stack") ?? command.getOptionValue("env");
  command.setOptionValueWithSource("stack", stack, "cli");
}

function refuseTwoStacks(command: Command, { stack, env = stack }: { stack: string; env?: string }): void {
  if (env === stack) return;
  command.error(
    `error: --stack says ${stack} and --env, which means the same, says ${env}. Write one of them.`,
  );
}

const EXIT_HELP = `
Exit codes:
  ${EXIT.done}    done, or nothing to do
  ${EXIT.failed}    failed; the services are as they were before
  ${EXIT.differences}    plan --check: infrastructure changes wait for a release
  ${EXIT.refused}    refused before any change; check: the image doesn't fit
  ${EXIT.unresolved}    failed, and not rolled back: look at it
  ${EXIT.noExitCode}  run: the task gave no exit code
  ${EXIT.interrupted}  interrupted: run it again to finish, or rollback to undo
run and exec end with the exit code of their command.`;

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
