import { VERBS as RELEASES } from "@ublog/app-update/src/verbs.ts";
import { VERBS as INFRASTRUCTURE } from "@ublog/pipeline/src/verbs.ts";
import { VERBS as PROJECT } from "@ublog/project/src/verbs.ts";
import { VERBS as REHEARSAL } from "@ublog/sandbox/verbs";

export interface Verb {
  name: string;
  description: string;
  /** Loads what the verb needs, follows the arguments behind it, and gives the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Verbs that belong together, and end with exit codes of the same meaning. */
export interface Group {
  title: string;
  /** What its verbs are about. */
  about: string;
  verbs: readonly Verb[];
  exitCodes: string;
  /** The exit code after an unforeseen error. */
  unforeseen: number;
}

/** Programs whose verbs these are: people may write one of their names in front. */
const VERBS_OF_TOOLS: Readonly<Record<string, object>> = {
  "app-update": RELEASES,
  pipeline: INFRASTRUCTURE,
  project: PROJECT,
};
export const TOOLS = Object.keys(VERBS_OF_TOOLS);

/** All that `ublog` can do. A verb of its own is a file in `commands/`, which its `run` imports. */
export const GROUPS: readonly Group[] = [
  {
    title: "Project",
    about: "from your own project to an environment, and what it is set to",
    verbs: handed(PROJECT, async (args) => (await import("@ublog/project/src/cli.ts")).main(args, "ublog")),
    exitCodes:
      "0 done, or nothing to do; 1 refused, failed, or a problem was found; 2 the command line is wrong; 130 stopped.",
    unforeseen: 1,
  },
  {
    title: "Infrastructure",
    about: "what the workflows do, apart from Pulumi's own commands",
    verbs: handed(INFRASTRUCTURE, async (args) =>
      (await import("@ublog/pipeline/src/cli.ts")).main(args, "ublog"),
    ),
    exitCodes: "0 done; 1 refused, or failed.",
    unforeseen: 1,
  },
  {
    title: "Releases",
    about: "the application, in an environment that is up",
    verbs: handed(RELEASES, async (args) => (await import("./commands/releases.ts")).releases(args)),
    exitCodes:
      "0 done, or nothing to do; 1 failed, and all is as before; 2 `plan --check`: changes wait; 3 refused before any change; 4 failed, and not rolled back: look at it; 125 `run`: the task gave no exit code; 130 interrupted. `run` and `exec` end with the code of their command.",
    unforeseen: 4,
  },
  {
    title: "Rehearsal",
    about: "the same without an account, on a stand-in for AWS",
    verbs: [
      ...handed(REHEARSAL, (args) => sandbox(args, "ublog")).filter(
        ({ name }) => name !== "pulumi" && !TOOLS.includes(name),
      ),
      {
        name: "sandbox",
        description:
          "any verb above on the stand-in, such as `ublog sandbox release v1.2.3 --stack alpha`, and any Pulumi command, such as `ublog sandbox pulumi up --stack base`",
        run: inSandbox,
      },
    ],
    exitCodes:
      "0 all is well; 1 a problem; 2 the command line is wrong; 129, 130, 143 stopped. `sandbox` ends with the code of its command.",
    unforeseen: 1,
  },
];

/** The group of a verb. */
export const groupOf = (verb: string): Group | undefined =>
  GROUPS.find(({ verbs }) => verbs.some(({ name }) => name === verb));

function handed(
  verbs: Readonly<Record<string, string>>,
  hand: (args: readonly string[]) => Promise<number>,
): Verb[] {
  return Object.entries(verbs).map(([name, description]) => ({
    name,
    description,
    run: (args) => hand([name, ...args]),
  }));
}

const sandbox = async (args: readonly string[], name: string) =>
  (await import("@ublog/sandbox/cli")).main(args, { name });

/** The sandbox's own commands; and `release …`, which is short for its `app-update release …`. */
function inSandbox(args: readonly string[]): Promise<number> {
  const [verb = ""] = args;
  const tool = TOOLS.filter((name) => Object.hasOwn(VERBS_OF_TOOLS[name] ?? {}, verb));
  return sandbox([...tool, ...args], "ublog sandbox");
}
