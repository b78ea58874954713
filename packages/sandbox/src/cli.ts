import { existsSync, rmSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { describeEngine, findEngine } from "./engine/findEngine.ts";
import { describeReport, rehearse } from "./rehearse/rehearse.ts";
import { story } from "./rehearse/steps.ts";
import { engineState } from "./sandbox/engineState.ts";
import { foldersIn } from "./sandbox/environment.ts";
import { openSandbox } from "./sandbox/sandbox.ts";
import { sandboxFolder } from "./shared/places.ts";
import { signalNumber } from "./shared/run.ts";
import { UserError } from "./shared/userError.ts";

const whatIsReal =
  "Real: the Pulumi engine and the programs in stacks/. Stand-in: AWS, kept in .sandbox/ on this machine.";

/** To people; what a command answers goes to the standard output. */
const log = (line: string) => console.error(line);

const program = new Command("sandbox")
  .description(`Runs the stacks without an AWS account.\n${whatIsReal}`)
  .enablePositionalOptions()
  .showHelpAfterError("Run `sandbox --help` for the commands.")
  .exitOverride();

program
  .command("pulumi")
  .description("any Pulumi command, such as `sandbox pulumi up --stack base`")
  .argument("[arguments...]", "what `pulumi` gets, as it is")
  .passThroughOptions()
  .allowUnknownOption()
  .helpOption(false)
  .action(async (args: string[]) => {
    log(whatIsReal);
    const sandbox = await openSandbox({ log });
    process.exitCode = await sandbox.pulumiOnTerminal(args);
  });

program
  .command("engine")
  .description("find the Pulumi CLI, or build it, and say which it is")
  .action(async () => {
    console.log(describeEngine(await findEngine({ log })));
  });

program
  .command("reset")
  .description("forget the stacks and the stand-in world")
  .action(() => {
    const busy = engineState(foldersIn(sandboxFolder).state).lockedStacks();
    if (busy.length > 0)
      throw new UserError(`A Pulumi engine is working on ${busy.join(" and ")}; wait for it, or stop it.`);
    const was = existsSync(sandboxFolder);
    rmSync(sandboxFolder, { recursive: true, force: true });
    console.log(was ? "The sandbox is empty." : "The sandbox was empty already.");
  });

program
  .command("rehearse")
  .description("bring up base and alpha, change them and destroy them, in a world of their own")
  .option("--json", "print the report as JSON")
  .action(async ({ json }: { json?: boolean }) => {
    const say = json ? log : console.log;
    say(whatIsReal);
    say(describeEngine(await findEngine({ log: say })));
    const stop = new AbortController();
    let stopped: NodeJS.Signals | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        stopped = signal;
        say("Stopping …");
        stop.abort();
      });
    }
    const report = await rehearse(story, { log: say, signal: stop.signal });
    console.log(json ? JSON.stringify(report, null, 2) : describeReport(report));
    process.exitCode = stopped ? 128 + signalNumber(stopped) : report.ok ? 0 : 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UserError) {
    log(error.message);
    process.exitCode = 1;
  } else throw error;
}
