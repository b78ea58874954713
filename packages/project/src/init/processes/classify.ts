import { asgi, blank, gunicorn, moduleIn, type WebCommand } from "./webServers.ts";
import { number, optionsOf, type ShellCommand, shellCommands, withoutVariables } from "./words.ts";

/** A Celery worker. */
export interface WorkerCommand {
  kind: "worker";
  app: string | undefined;
  queues: string[];
  concurrency: number | undefined;
  timeLimit: number | undefined;
  pool: string | undefined;
  /** Whether beat runs within it (`-B`). */
  hasBeat: boolean;
}

export interface BeatCommand {
  kind: "beat";
  app: string | undefined;
  scheduler: string | undefined;
}

/** A management command. */
export interface ManageCommand {
  kind: "manage";
  name: string;
  words: string[];
}

/** What isn't known, or isn't a process of the application. */
export interface OtherCommand {
  kind: "other" | "flower";
  words: string[];
}

export type Command = WebCommand | WorkerCommand | BeatCommand | ManageCommand | OtherCommand;

/** Words that only start another command. */
const WRAPPERS: readonly RegExp[] = [
  /^(exec|nohup|time|nice|sudo|gosu \S+|su-exec \S+|tini( -\w+)*( --)?|dumb-init( --)?|catchsegv|newrelic-admin run-program|ddtrace-run|opentelemetry-instrument|bin\/start-\S+|doppler run( --)?|chamber exec \S+ --|honcho run|dotenv run( --)?|watchmedo auto-restart .*? --) /,
  /^(uv run( --?[\w-]+(?:=\S+)?)*|poetry run|pipenv run|pdm run|rye run|hatch run) /,
  /^timeout (-\S+ )*\S+ /,
];

/** What the commands of a shell line do. */
export function classifyLine(
  line: string,
): { command: Command; variables: Record<string, string>; words: string[] }[] {
  return shellCommands(line).flatMap((one) => classifyCommand(one));
}

function classifyCommand({ words, variables }: ShellCommand): ReturnType<typeof classifyLine> {
  let rest = words;
  for (let before = -1; before !== rest.length; ) {
    before = rest.length;
    for (const wrapper of WRAPPERS) {
      const found = wrapper.exec(`${rest.join(" ")} `)?.[0];
      if (found !== undefined) rest = rest.slice(found.trim().split(" ").length);
    }
  }
  const [program = "", second = "", ...more] = rest;
  if (/(^|\/)(ba|da|a|z)?sh$/.test(program)) {
    const inner = /^-\w*c$/.test(second) ? more[0] : undefined;
    if (inner !== undefined)
      return classifyLine(inner).map((one) => ({ ...one, variables: { ...variables, ...one.variables } }));
    rest = rest.slice(1);
  }
  return rest.length === 0 ? [] : [{ command: commandOf(rest), variables, words: rest }];
}

function commandOf(words: readonly string[]): Command {
  const [first = "", second = "", ...more] = words;
  const program = first.split("/").at(-1) ?? "";
  if (/^(python|python3|python3\.\d+|py)$/.test(program)) {
    const flags = words.slice(1).findIndex((word) => !/^-[uOBEs]+$/.test(word));
    const rest = words.slice(flags === -1 ? 1 : flags + 1);
    if (rest[0] === "-m") return commandOf(rest.slice(1));
    if (/(^|\/)manage\.py$/.test(rest[0] ?? "")) return manage(rest.slice(1), ["python", ...rest]);
    return { kind: "other", words: [...words] };
  }
  if (/^(manage\.py|django-admin|django|manage)$/.test(program) && second !== "")
    return manage([second, ...more], program === "manage.py" ? ["python", ...words] : [...words]);
  switch (program) {
    case "gunicorn":
      return gunicorn(words.slice(1));
    case "uvicorn":
    case "daphne":
    case "hypercorn":
    case "granian":
      return asgi(program, words.slice(1));
    case "waitress-serve":
      return {
        ...blank("waitress"),
        module: moduleIn(words.slice(1).filter((word) => !word.startsWith("-"))),
      };
    case "uwsgi":
      return { ...blank("uwsgi"), module: wordAfter(words, /^(--module|-w)$/) };
    case "celery":
      return celery(words.slice(1)) ?? { kind: "other", words: [...words] };
    default:
      return { kind: "other", words: [...words] };
  }
}

function manage(words: readonly string[], whole: string[]): Command {
  const [name = ""] = words;
  if (name === "runserver" || name === "runserver_plus") return blank("runserver");
  if (name === "celery") return celery(words.slice(1)) ?? { kind: "other", words: whole };
  return { kind: "manage", name, words: whole };
}

const wordAfter = (words: readonly string[], option: RegExp): string | undefined =>
  words[words.findIndex((word) => option.test(word)) + 1] ?? undefined;

function celery(words: readonly string[]): Command | undefined {
  const names = {
    "-A": "--app",
    "-Q": "--queues",
    "-c": "--concurrency",
    "-l": "--loglevel",
    "-P": "--pool",
    "-n": "--hostname",
    "-B": "--beat",
    "-S": "--scheduler",
    "-s": "--schedule",
    "-f": "--logfile",
    "-O": "-O",
    "-b": "--broker",
  };
  const flags = new Set([
    "-B",
    "--beat",
    "-E",
    "--task-events",
    "--events",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "-D",
    "--detach",
    "--purge",
    "-q",
    "--quiet",
  ]);
  const { options, others } = optionsOf(words, names, flags);
  const app = options["--app"];
  const limit = number(options["--time-limit"]);
  switch (others.find((word) => ["worker", "beat", "flower", "multi", "events"].includes(word))) {
    case "worker":
      return {
        kind: "worker",
        app,
        queues: (withoutVariables(options["--queues"] ?? "") ?? "")
          .split(",")
          .map((queue) => queue.trim())
          .filter((queue) => queue !== ""),
        concurrency: number(options["--concurrency"] ?? options["--autoscale"]?.split(",")[0]),
        timeLimit: limit,
        pool: options["--pool"],
        hasBeat: options["--beat"] !== undefined,
      };
    case "beat":
      return { kind: "beat", app, scheduler: options["--scheduler"] };
    case "flower":
      return { kind: "flower", words: ["celery", ...words] };
    default:
      return undefined;
  }
}
