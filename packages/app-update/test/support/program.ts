import { createHash } from "node:crypto";
import { AwsError } from "../../../aws-model/src/ecs/index.ts";
import type { Aws, InputOf, OperationName } from "../../src/aws/operations.ts";
import { main } from "../../src/cli.ts";
import type { ExitCode } from "../../src/outcome.ts";
import type { Registry } from "../../src/registry/registry.ts";
import type { Build } from "../../src/release/built.ts";
import type { AskUpSettings } from "../../src/settings.ts";
import { type VirtualTime, virtualTime } from "./virtualTime.ts";
import { awsOf, START, type World } from "./world.ts";

/** What a run of the program did. */
export interface Run {
  exit: ExitCode;
  stdout: string;
  stderr: string;
  /** The API calls it made, in order. */
  calls: OperationName[];
}

export interface RunOptions {
  time?: VirtualTime;
  environment?: NodeJS.ProcessEnv;
  /** How wide the terminal is. Defaults to none: what it prints goes to a file. */
  columns?: number;
  /** What the registry of the database's image says, and others about what they have. */
  registry?: Partial<Registry>;
  /** Builds what `release --build` releases. */
  build?: Build;
  /** Stands between the program and the world. */
  between?: (aws: Aws) => Aws;
  /** Tells what of the settings waits for an `up`. */
  upSettings?: AskUpSettings;
  /** Gets a function that interrupts the program as Ctrl-C does. */
  interrupt?: (interrupt: () => void) => void;
}

let ids = 0;

/** The digest that the registry of the tests has for an image. */
export function digestOf(image: string): string {
  return `sha256:${createHash("sha256").update(image).digest("hex")}`;
}

/** Starts `app-update …` on a world, without waiting for it. A list may hold words that are empty or have spaces. */
export async function start(world: World, args: string | string[], options: RunOptions = {}): Promise<Run> {
  const time = options.time ?? virtualTime(world.ecs.now);
  const calls: OperationName[] = [];
  const aws = awsOf(world, time.now);
  const counted: Aws = <Name extends OperationName>(operation: Name, input: InputOf<Name>) => {
    calls.push(operation);
    return asSdk(aws(operation, input));
  };
  let stdout = "";
  let stderr = "";
  const exit = await main(typeof args === "string" ? args.split(" ") : args, {
    environment: { USER: "ada", PULUMI_PROJECT: "ublog", ...options.environment },
    folder: "/",
    stdout: {
      write: (text) => (stdout += text),
      ...(options.columns && { isTTY: true, columns: options.columns }),
    },
    stderr: { write: (text) => (stderr += text) },
    connect: async () => options.between?.(counted) ?? counted,
    registry: {
      digestOf: async (image) => digestOf(image),
      document: async () => undefined,
      // What the model of ECR gives is in the address itself.
      download: async (url) => JSON.parse(decodeURIComponent(url.replace(/^.*?,/, ""))),
      ...options.registry,
    },
    ...(options.build && { build: options.build }),
    clock: (signal) => time.clock(signal),
    ...(options.upSettings && { upSettings: options.upSettings }),
    newId: () => `${String(++ids).padStart(8, "0")}-0000-4000-8000-000000000000`,
    onInterrupt: (callback) => {
      options.interrupt?.(callback);
      return () => {};
    },
  });
  return { exit, stdout, stderr, calls };
}

/** Runs `app-update … --stack alpha` on a world to its end, in virtual time. */
export async function run(world: World, args: string, options: RunOptions = {}): Promise<Run> {
  const time = options.time ?? virtualTime(Math.max(START, world.ecs.now));
  const [result] = await time.run(start(world, withEnvironment(args), { ...options, time }));
  if (result?.status === "fulfilled") return result.value;
  throw result?.reason;
}

/** The arguments with `--stack alpha` after the verb: what follows `--` is the command of `run`. */
function withEnvironment(args: string): string {
  const [verb, ...rest] = args.split(" ");
  return [verb, "--stack", "alpha", ...rest].join(" ");
}

/** Errors as the SDK throws them. */
async function asSdk<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsError) Object.assign(error, { $fault: error.status < 500 ? "client" : "server" });
    throw error;
  }
}
