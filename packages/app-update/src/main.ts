import { randomUUID } from "node:crypto";
import { systemCause, traceOf } from "@ublog/terminal/explain";
import { onStop } from "@ublog/terminal/signals";
import { explain } from "./aws/errors.ts";
import { type Aws, OPERATIONS, readOnly } from "./aws/operations.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { CommonOptions } from "./commands/options.ts";
import { identityOf } from "./identity.ts";
import { EXIT, type ExitCode, Failed, Interrupted, LostLease, Refusal } from "./outcome.ts";
import { parameterName, projectOf } from "./project.ts";
import type { Registry } from "./registry/registry.ts";
import type { Build } from "./release/built.ts";
import { deliver } from "./report/deliver.ts";
import { type Report, report } from "./report/report.ts";
import { type Screen, screenProgress } from "./report/terminal.ts";
import type { Session } from "./session.ts";
import type { AskUpSettings } from "./settings.ts";

/** The world around this program: all of it can be replaced in a test. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  /** The folder that the program was started in. */
  folder: string;
  stdout: Screen;
  stderr: Screen;
  /** Makes the port to AWS for a region, the one of the environment if there is none. */
  connect(region?: string): Promise<Aws>;
  registry: Registry;
  /** Builds and pushes what `release --build` releases. Absent where there is nothing to build of, as in the published tool. */
  build?: Build;
  clock(signal: AbortSignal): Clock;
  newId(): string;
  /** Tells what of a stack's settings waits for an `up`. Absent where nobody knows of Pulumi. */
  upSettings?: AskUpSettings;
  /** Calls back for each Ctrl-C, request to end or terminal that is closed; gives a function that stops that. */
  onInterrupt(callback: () => void): () => void;
}

/** What the command line says for every command. */
export interface Invocation extends CommonOptions {
  /** Name of the environment, or of the SSM parameter. */
  stack: string;
  /** The Pulumi project, where the command line says it. */
  project?: string;
  region?: string;
  json?: boolean;
  dryRun?: boolean;
  /** Whether every event of ECS is printed. */
  verbose?: boolean;
}

const http = async () => (await import("./registry/http.ts")).httpRegistry();

export const processSurroundings: Surroundings = {
  environment: process.env,
  folder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  connect: async (region) => (await import("./aws/sdk.ts")).sdkAws(region),
  registry: {
    digestOf: async (image) => (await http()).digestOf(image),
    document: async (...what) => (await http()).document(...what),
    download: async (url) => (await http()).download(url),
  },
  clock: systemClock,
  newId: randomUUID,
  onInterrupt: onStop,
};

/** Runs a command, reports, and gives its exit code. */
export async function execute(
  around: Surroundings,
  invocation: Invocation,
  name: string,
  command: (session: Session) => Promise<Report>,
): Promise<ExitCode> {
  const { environment, stdout, stderr } = around;
  const abort = new AbortController();
  const progress = screenProgress(invocation.json ? stderr : stdout, environment, invocation);
  const stopListening = around.onInterrupt(() => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    progress.warn("Stopping. Press Ctrl-C again to stop at once.");
    abort.abort(new Interrupted());
  });
  const told = { command: name, environment: invocation.stack };
  let isTouched = false;
  let result: Report;
  try {
    const project = await projectOf({ given: invocation.project, environment, folder: around.folder });
    const parameter = parameterName(invocation.stack, project);
    const aws = await around.connect(invocation.region);
    const noting: Aws = (operation, input) => {
      // The lock and the history are this program's own: what counts is the environment.
      isTouched ||= OPERATIONS[operation].changes && !operation.startsWith("dynamodb.");
      return aws(operation, input);
    };
    result = await command({
      aws: invocation.dryRun ? readOnly(aws) : noting,
      registry: around.registry,
      parameter,
      clock: around.clock(abort.signal),
      progress,
      identity: identityOf(environment),
      signal: abort.signal,
      newId: around.newId,
      ...(around.upSettings && { upSettings: around.upSettings }),
    });
  } catch (error) {
    for (const trace of traceOf(error, environment)) stderr.write(`${trace}\n`);
    result = failureReport(told, error, { isInterrupted: abort.signal.aborted, isTouched });
  } finally {
    stopListening();
    progress.status();
  }
  const { warn } = progress;
  await deliver(result, { screen: stdout, json: invocation.json ?? false, environment, warn });
  return result.exit;
}

function failureReport(
  told: Pick<Report, "command" | "environment">,
  error: unknown,
  { isInterrupted, isTouched }: { isInterrupted: boolean; isTouched: boolean },
): Report {
  if (error instanceof Interrupted || isInterrupted)
    return report({
      ...told,
      exit: EXIT.interrupted,
      headline: "Interrupted. Run the same command again to finish it, or `app-update rollback` to undo it.",
    });
  if (error instanceof LostLease)
    return report({
      ...told,
      exit: EXIT.unresolved,
      headline: `${error.message} This run stopped where it was: see \`app-update status\`.`,
    });
  if (error instanceof Failed)
    return report({ ...told, exit: EXIT.failed, headline: error.message }, { failure: error.failure });
  const problems = error instanceof Refusal ? error.problems : [systemCause(error) ?? explain(error)];
  if (isTouched)
    return report(
      { ...told, exit: EXIT.unresolved, headline: "Failed half-way: see `app-update status`." },
      { problems },
    );
  return report({ ...told, exit: EXIT.refused, headline: "Refused: nothing was changed." }, { problems });
}
