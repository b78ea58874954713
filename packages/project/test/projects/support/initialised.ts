import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { repository } from "../../../../estimates/src/programs/repository.ts";
import { typedEnvironment } from "../../../../terminal/test/support/typed.ts";
import { readImagesFile } from "../../../src/images/imagesFile.ts";
import type { Case } from "./cases.ts";

const ublog = join(repository, "packages/ublog/ublog.js");

/** What of the fork `init` reads and writes: whether a stack file is still the committed one, the starter tells. */
const READ = [
  "Pulumi.yaml",
  "Pulumi.base.yaml",
  "Pulumi.alpha.yaml",
  ".ublog.yaml",
  "package.json",
  "packages/starter",
  "packages/django-ecs-kit/pyproject.toml",
];

/** A checkout of the fork, with a project beside it. */
export interface Checkout {
  /** The top folder of the fork. */
  fork: string;
  /** What is beside it: `project`, and maybe `project-ui`. */
  beside: string;
  /** Runs `init` in the fork, as somebody would for this project. */
  init(...more: string[]): Promise<{ code: number; output: string }>;
  /** All files of the fork and beside it, with their text. */
  files(): Record<string, string>;
}

/** A copy of the fork and of a project in a temporary folder. */
export function checkoutOf(one: Case, folder: string): Checkout {
  const fork = join(folder, "ublog");
  mkdirSync(fork);
  const filter = (path: string) => !/node_modules|__pycache__|\.venv/.test(path.slice(repository.length));
  for (const name of READ) cpSync(join(repository, name), join(fork, name), { recursive: true, filter });
  cpSync(one.folder, folder, { recursive: true, filter: (path) => !path.endsWith("expected.yaml") });
  const { backend, frontend } = one.folders;
  const flags = [
    ...[
      "--backend",
      join("..", backend),
      ...(frontend === undefined ? [] : ["--frontend", join("..", frontend)]),
    ],
    ...[
      "--domain",
      "example.com",
      "--zone",
      "Z0123456789ABCDEFGHIJ",
      "--region",
      "us-east-1",
      "--stack",
      "alpha",
    ],
  ];
  return {
    fork,
    beside: folder,
    init: (...more) => run(fork, ["init", ...flags, ...more]),
    files: () => textsIn(folder),
  };
}

/** Runs the front door in a folder, with nobody at the keyboard. */
function run(cwd: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { ...typedEnvironment(), NO_COLOR: "1", AWS_EC2_METADATA_DISABLED: "true" };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [ublog, ...args], { cwd, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
    child.stdin?.end();
  });
}

function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((file) => [relative(folder, file), readFileSync(file, "utf8")]));
}

/** The Dockerfile that the backend's image is built from, as `.ublog.yaml` says; empty where there is none. */
export function dockerfileOf({ fork }: Checkout): string {
  const { backend } = readImagesFile(fork);
  const path = join(fork, backend.folder, backend.context, backend.dockerfile);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
