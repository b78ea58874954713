import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "@ublog/app-update/src/outcome.ts";
import { describeVersions } from "@ublog/aws-model/src/wire/versions.ts";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { UsageError, UserError } from "@ublog/terminal/errors";
import { explainError } from "@ublog/terminal/explain";
import { JSON_FLAG } from "@ublog/terminal/flags";
import { painter } from "@ublog/terminal/paint";
import { STOP_SIGNALS } from "@ublog/terminal/signals";
import { widthOf } from "@ublog/terminal/table";
import { Command, CommanderError, Option } from "commander";
import { appUpdateOnTerminal } from "./appUpdate/appUpdate.ts";
import { otherEnvironments } from "./appUpdate/environments.ts";
import { describeEngine, type Engine, findEngine } from "./engine/findEngine.ts";
import { type Fault, parseFault } from "./faults/fault.ts";
import { wayOn } from "./faults/person.ts";
import { describeSweep } from "./faults/sweep/report.ts";
import { sweep } from "./faults/sweep/sweep.ts";
import { neverHappened, takeFaults, withFaults } from "./faults/withFaults.ts";
import { describeReport, rehearse } from "./rehearse/rehearse.ts";
import { story } from "./rehearse/story.ts";
import { engineState } from "./sandbox/engineState.ts";
import { foldersIn } from "./sandbox/environment.ts";
import { openSandbox, stackOf } from "./sandbox/sandbox.ts";
import { needStackFiles } from "./sandbox/stackNames.ts";
import { takeProject } from "./sandbox/takeProject.ts";
import { othersIn } from "./shared/ownFolder.ts";
import { sandboxFolder } from "./shared/places.ts";
import { signalNumber } from "./shared/run.ts";
import { VERBS } from "./verbs.ts";

const whatIsReal =
  "Real: the Pulumi engine and the programs in stacks/.\nStand-in: AWS, kept in .sandbox/ on this machine.";

/** To people; what a command answers goes to the standard output. */
const log = (line: string) => console.error(line);

/** How things are shown on the standard output, or on the standard error beside JSON. */
const look = (json = false) => {
  const screen = json ? process.stderr : process.stdout;
  return { width: widthOf(screen, process.env), paint: painter(screen, process.env) };
};

export interface MainOptions {
  /** What it is called in its help. Defaults to `sandbox`. */
  name?: string;
  /** Where the sandbox is. Defaults to `.sandbox` in the repository. */
  dir?: string;
  /** Defaults to the one that is found, or built. */
  engine?: Engine;
}

/** The command line: takes its arguments and answers with the exit code. */
export async function main(args: readonly string[], options: MainOptions = {}): Promise<number> {
  let code = 0;
  try {
    await commands(options, (value) => {
      code = value;
    }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    log(painter(process.stderr, process.env)("red", explainError(error, process.env)));
    return error instanceof UsageError ? 2 : code || 1;
  }
}

interface RehearseFlags {
  fault?: Fault[];
  json?: boolean;
  timeline?: boolean;
  cost?: boolean;
}

interface SweepFlags {
  only?: Fault[];
  stack?: string;
  json?: boolean;
}

/** An option that takes a fault, and may be given several times. */
function faultOption(flag: string, description: string): Option {
  return new Option(`${flag} <fault>`, `${description} (may be given several times)`).argParser(
    (text, former: Fault[] = []) => [...former, parseFault(text, flag)],
  );
}

/** A signal that fires when somebody asks this process to stop, with what they sent as its reason. */
function whenStopped(say: (line: string) => void): AbortSignal {
  const stop = new AbortController();
  for (const signal of STOP_SIGNALS)
    process.once(signal, () => {
      say("Stopping …");
      stop.abort(signal);
    });
  return stop.signal;
}

function commands(
  { name = "sandbox", dir = sandboxFolder, engine }: MainOptions,
  exitWith: (code: number) => void,
): Command {
  const program = new Command(name)
    .description(`Runs the stacks without an AWS account.\n${whatIsReal}`)
    .enablePositionalOptions()
    .addHelpText(
      "after",
      [
        "",
        "After an up or a destroy that went well, the stand-in AWS is looked through: a",
        "task that could not start, for example because its role may not read a secret,",
        "is told, and the command ends with 1.",
        "",
        "Exit codes: 0 all is well; 1 it isn't, and that is told; 2 the command line is",
        "wrong; 129, 130, 143 it was stopped. pulumi, pipeline and app-update end with",
        "their own.",
      ].join("\n"),
    )
    .showHelpAfterError(`Run \`${name} --help\` for the commands.`)
    .exitOverride();

  program
    .command("pulumi")
    .description(VERBS.pulumi)
    .argument("[arguments...]", "what `pulumi` gets, as it is")
    .passThroughOptions()
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      const { faults, rest: others } = takeFaults(args);
      const { project, rest } = takeProject(others);
      log(whatIsReal);
      const sandbox = await openSandbox({ dir, engine, log, ...project });
      const { result, unmet } = await withFaults(sandbox.world, faults, () => sandbox.pulumiOnTerminal(rest));
      for (const fault of unmet) log(neverHappened(fault, result === 0));
      exitWith(result === 0 && unmet.length > 0 ? 1 : result);
    });

  program
    .command("pipeline")
    .description(VERBS.pipeline)
    .argument("[arguments...]", "what the command gets, as it is")
    .passThroughOptions()
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      log(whatIsReal);
      const sandbox = await openSandbox({ dir, engine, log });
      exitWith(await sandbox.pipelineOnTerminal(args));
      const stack = stackOf(args);
      const asks = args[0] === "recover" && !args.some((arg) => ["--dry-run", "--help", "-h"].includes(arg));
      const advice = asks && stack !== undefined ? await wayOn(sandbox, stack) : undefined;
      if (advice !== undefined) log(advice);
    });

  program
    .command("sweep")
    .description(VERBS.sweep)
    .addOption(faultOption("--only", "only this, such as create:Instance/*:half"))
    .addOption(new Option("--stack <name>", "only this stack").choices(["base", "alpha"]))
    .option(...JSON_FLAG)
    .action(async ({ only, stack, json }: SweepFlags) => {
      needStackFiles(repository, ["base", "alpha"], "sweep");
      const say = json ? log : console.log;
      say(whatIsReal);
      const found = engine ?? (await findEngine({ log: say }));
      say(describeEngine(found));
      const signal = whenStopped(say);
      signal.addEventListener("abort", () => exitWith(128 + signalNumber(signal.reason)));
      const report = await sweep({
        dir: join(dir, "sweeps"),
        engine: found,
        log: say,
        signal,
        ...(only ? { groups: [only] } : {}),
        ...(stack === undefined ? {} : { stacks: [stack] }),
      });
      console.log(json ? JSON.stringify(report, null, 2) : describeSweep(report, look()));
      exitWith(report.ok ? 0 : 1);
    });

  program
    .command("app-update")
    .description(VERBS["app-update"])
    .argument("[arguments...]", "what `app-update` gets, as it is")
    .passThroughOptions()
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      log(
        "Real: app-update and AWS's SDK. Stand-in: AWS, with its clock.\n`sandbox versions` lists what goes wrong.",
      );
      const { world } = foldersIn(dir);
      const result = await appUpdateOnTerminal(world, args);
      exitWith(result);
      const others =
        result === EXIT.refused ? await otherEnvironments(world, args, process.cwd()) : undefined;
      if (others !== undefined) log(others);
    });

  program
    .command("versions")
    .description(VERBS.versions)
    .action(() => console.log(describeVersions()));

  program
    .command("rules")
    .description(VERBS.rules)
    .option(...JSON_FLAG)
    .action(async ({ json }: { json?: boolean }) => {
      const { describeRules, listRules } = await import("./rulesList.ts");
      const listed = listRules();
      console.log(
        json ? JSON.stringify(listed, null, 2) : describeRules(listed, widthOf(process.stdout, process.env)),
      );
    });

  program
    .command("engine")
    .description(VERBS.engine)
    .action(async () => {
      console.log(describeEngine(engine ?? (await findEngine({ log }))));
    });

  program
    .command("reset")
    .description(VERBS.reset)
    .action(() => {
      if (existsSync(dir) && !statSync(dir).isDirectory())
        throw new UserError(
          `${dir} is a file, and no sandbox. Move it away: the sandbox makes a folder there.`,
        );
      const state = engineState(foldersIn(dir).state);
      state.releaseDeadLocks();
      const busy = state.lockedStacks();
      if (busy.length > 0) {
        throw new UserError(`A Pulumi engine is working on ${busy.join(" and ")}; wait for it, or stop it.`);
      }
      const others = ["rehearsals", "sweeps"].flatMap((folder) => othersIn(join(dir, folder)));
      if (others.length > 0)
        throw new UserError(
          `A rehearsal or a sweep is at work here (process ${others.join(", ")}); wait for it, or stop it.`,
        );
      const was = existsSync(dir);
      rmSync(dir, { recursive: true, force: true });
      console.log(was ? "The sandbox is empty." : "The sandbox was empty already.");
    });

  program
    .command("rehearse")
    .description(VERBS.rehearse)
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
        "what goes wrong on the way, such as create:Instance/base-database:half; the rehearsal recovers from it",
      ),
    )
    .option(...JSON_FLAG)
    .action(async ({ json, timeline, cost, fault }: RehearseFlags) => {
      const option = cost ? " --cost" : timeline ? " --timeline" : "";
      needStackFiles(repository, ["base", "alpha"], `rehearse${option}`);
      if (timeline || cost) {
        log("Real: the programs in stacks/. Stand-in: the engine and AWS, for some seconds.");
        const { estimateCosts, estimateTimes } = await import("@ublog/estimates/src/estimates.ts");
        const estimate = await (cost ? estimateCosts : estimateTimes)(widthOf(process.stdout, process.env));
        console.log(json ? JSON.stringify(estimate.json, null, 2) : estimate.text);
        return;
      }
      const say = json ? log : console.log;
      say(whatIsReal);
      const found = engine ?? (await findEngine({ log: say }));
      say(describeEngine(found));
      const signal = whenStopped(say);
      const report = await rehearse(story, {
        dir: join(dir, "rehearsals"),
        engine: found,
        log: say,
        signal,
        faults: fault,
        paint: look(json).paint,
      });
      console.log(json ? JSON.stringify(report, null, 2) : describeReport(report, look()));
      const wentWell = report.ok && report.unmet === undefined;
      exitWith(signal.aborted ? 128 + signalNumber(signal.reason) : wentWell ? 0 : 1);
    });

  return program;
}
