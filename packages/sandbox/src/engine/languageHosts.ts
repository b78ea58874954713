import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { run } from "@ublog/terminal/run";
import { withLock } from "../shared/lock.ts";
import { cacheFolder } from "./cacheFolder.ts";
import type { Engine } from "./findEngine.ts";
import { findGo, type Go, goEnvironment } from "./go.ts";
import { buildInto, compile, type Log, modules, type Program, type Surroundings } from "./goBuild.ts";
import { isExecutable } from "./probe.ts";

/** A program that runs Pulumi programs of one language, for an engine that was built without it. */
export interface LanguageHost {
  /** `yaml` or `python`. */
  name: string;
  version: string;
  /** Absolute path of the program. */
  program: string;
}

const yaml: Program = {
  folder: join(modules, "language-yaml"),
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  output: "pulumi-language-yaml",
  what: "the YAML language host (about 2 minutes on 2 cores)",
  ldflags: "-s -w",
};

/** Out of the same module as the Node.js language host. */
const python: Program = {
  folder: join(modules, "language-nodejs"),
  package: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
  output: "pulumi-language-python",
  what: "the Python language host (about 5 seconds)",
  ldflags: "-s -w",
};

/** What the Python language host runs the program with; it is beside the host. */
const PYTHON_RUNNER = "pulumi-language-python-exec";

export interface FindLanguageHostsOptions {
  log?: Log;
  env?: NodeJS.ProcessEnv;
}

/**
 * Finds the hosts for programs in YAML and Python that an engine lacks: none where it brings its own, as the official
 * archive does; otherwise they are built from their Go modules, once.
 */
export async function findLanguageHosts(
  engine: Engine,
  { log = () => {}, env = process.env }: FindLanguageHostsOptions = {},
): Promise<LanguageHost[]> {
  const missing = [yaml, python].filter(({ output }) => !isExecutable(join(engine.binDir, output)));
  if (missing.length === 0) return [];
  const cache = cacheFolder(env);
  const folder = join(cache, `languages-${fingerprint()}`);
  const isBuilt = () => existsSync(join(folder, "bin"));
  if (!isBuilt()) {
    const go = await findGo(env);
    await withLock(
      join(cache, "build.lock"),
      async () => {
        if (isBuilt()) return;
        await buildInto(folder, cache, async (bin) => {
          for (const program of [yaml, python]) await compile(program, bin, go, { cache, env, log });
          copyPythonRunner(await moduleFolder(go, { cache, env, log }), bin);
        });
      },
      () => log("Another process is building already; waiting for it."),
    );
  }
  const at = ({ output }: Program) => join(folder, "bin", output);
  return [
    { name: "yaml", version: pinned(yaml, "pulumi-yaml"), program: at(yaml) },
    { name: "python", version: pinned(python, "pulumi/sdk/v3"), program: at(python) },
  ];
}

function copyPythonRunner(module: string, bin: string): void {
  const copy = join(bin, PYTHON_RUNNER);
  copyFileSync(join(module, "python", "cmd", PYTHON_RUNNER), copy);
  chmodSync(copy, 0o755);
}

/** Where Go keeps the module of the Python language host. */
async function moduleFolder(go: Go, { cache, env }: Surroundings): Promise<string> {
  const { code, stdout, stderr } = await run(
    go.path,
    ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"],
    { cwd: python.folder, env: goEnvironment(env, cache, go) },
  );
  if (code !== 0)
    throw new UserError(`The module of the Python language host can't be found: ${stderr.trim()}`);
  return stdout.trim();
}

/** The version that a go.mod pins, without its `v`. */
function pinned({ folder }: Program, module: string): string {
  const gomod = readFileSync(join(folder, "go.mod"), "utf8");
  const line = gomod
    .split("\n")
    .find((text) => text.trim().split(" ")[0]?.endsWith(`/${module}`) && text.includes(" v"));
  return /v(\d\S*)/.exec(line?.trim().split(" ")[1] ?? "")?.[1] ?? "0.0.0";
}

function fingerprint(): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const { folder, package: path, ldflags } of [yaml, python]) {
    hash.update(path).update(ldflags);
    for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
