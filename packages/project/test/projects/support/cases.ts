import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import * as z from "zod";

/** The folder with a folder for each project. */
export const projects = fileURLToPath(new URL("..", import.meta.url));

const words = z.array(z.string());

/** What a setting must be: a value, or one of several that do the same. */
const value = z.union([
  z.strictObject({ oneOf: words }),
  z.string(),
  z.number(),
  z.boolean(),
  z.record(z.string(), z.unknown()),
]);

/** What somebody who knows Django and the stacks, but not `init`, expects of a project. */
const expectation = z.strictObject({
  /** What kind of project it is, in a sentence. */
  shape: z.string(),
  /** What `--backend` and `--frontend` name. */
  folders: z
    .strictObject({ backend: z.string(), frontend: z.string().optional() })
    .default({ backend: "project" }),
  /** The folder of manage.py, within the backend's. */
  manage: z.string().default("."),
  /** The Django that it is for. */
  django: z.enum(["4.2", "5.2", "6.1"]).default("5.2"),
  /** What the project itself asks for, however it says so. */
  requirements: words,
  /** Whether nothing can be written before a person has said more. `settings` are those after that. */
  refused: z.boolean().default(false),
  /** Whether it has no WSGI module. */
  asgi: z.boolean().default(false),
  /** Settings of the app stack by their path behind `ublog:`. */
  settings: z.record(z.string(), value),
  /** The queues that workers consume together, where it doesn't matter which worker has which. */
  queues: words.optional(),
  /** The processes that the stack publishes, workers by their names. */
  processes: words,
  /** Words that the published command of a process has. */
  commands: z.record(z.string(), words),
  /** Words that it doesn't have. */
  without: z.record(z.string(), words).default({}),
  /** Paths, and the process that answers them. */
  routes: z.record(z.string(), words),
  /** Variables that the settings read, and the stack's own that each is. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Those of them that the settings can do without. */
  optional: words.default([]),
  /** Variables with a value that isn't the stack's. */
  plain: z.record(z.string(), z.string()).default({}),
  /** Variables that only a person can give, with a value for the check. They must be said. */
  given: z.record(z.string(), z.string()).default({}),
  /** A management command at certain times. */
  scheduled: z.strictObject({ command: words, schedule: z.string() }).optional(),
  /** Patterns that the Dockerfile has. */
  dockerfile: words.default([]),
  /** Files of the project that must stay as they are. */
  kept: words.default([]),
  /** What is known to be otherwise, and has to be taken out here when it is right: differences, and questions of the check that find a problem. */
  open: z
    .strictObject({ differences: words.default([]), problems: words.default([]) })
    .default({ differences: [], problems: [] }),
  /** Patterns of what must be said. */
  says: words,
});

export type Expectation = z.infer<typeof expectation>;

export interface Case extends Expectation {
  name: string;
  /** The folder that is beside the checkout: `project`, and maybe `project-ui`. */
  folder: string;
}

/** All projects, by name. */
export const cases: Case[] = readdirSync(projects, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "support")
  .map(({ name }) => {
    const folder = join(projects, name);
    return { name, folder, ...expectation.parse(parse(readFileSync(join(folder, "expected.yaml"), "utf8"))) };
  });

/** The spellings that an expectation accepts. */
export function spellings(expected: Expectation["settings"][string] | undefined): string[] {
  if (expected === undefined) return [];
  return typeof expected === "object" && "oneOf" in expected
    ? (expected.oneOf as string[])
    : [String(expected)];
}
