import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "@ublog/terminal/errors";
import { type RunResult, run } from "@ublog/terminal/run";
import { withLock } from "../shared/lock.ts";
import { findGo, type Go, goCaches, goEnvironment } from "./go.ts";
import { installPage, isExecutable, oldestVersion } from "./probe.ts";

export type Log = (line: string) => void;

/** The folder with a go.mod for each program. */
export const modules = fileURLToPath(new URL("../../go/", import.meta.url));

/** A program that is built: a go.mod pins it, see the folder `go`. */
export interface Program {
  folder: string;
  package: string;
  /** File name in the `bin` folder. */
  output: string;
  what: string;
  ldflags: string;
}

const programs: Program[] = [
  {
    folder: join(modules, "language-nodejs"),
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    output: "pulumi-language-nodejs-host",
    what: "the Node.js language host (about 20 seconds)",
    ldflags: "-s -w",
  },
  {
    folder: join(modules, "cli"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output: "pulumi",
    what: "the command-line program (about 4 minutes on 2 cores)",
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${oldestVersion}`,
  },
];

// Pulumi.yaml's `typescript: false` reaches a host of that age as a flag only, which newer engines no longer pass.
const hostScript = `#!/bin/sh
exec "$(dirname "$0")/pulumi-language-nodejs-host" -typescript=false "$@"
`;

/** The CLI that was built from the same go.mod files for this platform, if it was. */
export function builtCli(cache: string): string | undefined {
  const pulumi = join(engineFolder(cache), "bin", "pulumi");
  return isExecutable(pulumi) ? pulumi : undefined;
}

/**
 * Builds the CLI and the Node.js language host from their Go modules and answers with the CLI's path. The result
 * appears in the cache folder all at once; a build that was killed leaves a temporary folder that the next one removes.
 * Two at a time: the second waits and takes the first one's result.
 */
export async function buildCli(cache: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const go = await findGo(env);
  try {
    mkdirSync(cache, { recursive: true });
  } catch (error) {
    throw new UserError(`Can't make the folder ${cache} for the Pulumi CLI: ${(error as Error).message}`);
  }
  const folder = engineFolder(cache);
  const build = async () => {
    const built = builtCli(cache);
    if (built) return built;
    await buildInto(folder, cache, async (bin) => {
      for (const program of programs) await compile(program, bin, go, { cache, env, log });
      const host = join(bin, "pulumi-language-nodejs");
      writeFileSync(host, hostScript);
      chmodSync(host, 0o755);
    });
    return join(folder, "bin", "pulumi");
  };
  return withLock(join(cache, "build.lock"), build, () =>
    log("Another process is building the Pulumi CLI already; waiting for it."),
  );
}

/** Lets `build` fill a `bin` folder, which appears in `folder` once it is whole. Only with the lock `build.lock`. */
export async function buildInto(
  folder: string,
  cache: string,
  build: (bin: string) => Promise<void>,
): Promise<void> {
  for (const name of readdirSync(cache)) {
    if (name.startsWith("building-")) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const temporary = mkdtempSync(join(cache, "building-"));
  try {
    const bin = join(temporary, "bin");
    mkdirSync(bin);
    await build(bin);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
    // After a build that failed they stay: the next one needn't download all again.
    rmSync(goCaches(cache), { recursive: true, force: true });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Where programs are built. */
export interface Surroundings {
  /** The sandbox's cache folder. */
  cache: string;
  env: NodeJS.ProcessEnv;
  log: Log;
}

/** Compiles one program into `bin`. Throws a `UserError` that says what to do where that can't be. */
export async function compile(
  program: Program,
  bin: string,
  go: Go,
  { cache, env, log }: Surroundings,
): Promise<void> {
  const started = Date.now();
  let downloaded = 0;
  let compiled = 0;
  log(`Building ${program.what} with ${go.version} …`);
  const report = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    log(`  ${seconds} s: ${downloaded} modules downloaded, ${compiled} packages compiled`);
  }, 15_000);
  const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", program.ldflags];
  const result = await run(
    go.path,
    [...args, "-modcacherw", "-o", join(bin, program.output), program.package],
    {
      cwd: program.folder,
      env: goEnvironment(env, cache, go),
      onLine: (line) => {
        if (line.startsWith("go: downloading ")) downloaded += 1;
        else if (/^[\w.-]+(\/[\w.-]+)*$/.test(line)) compiled += 1;
      },
    },
  ).finally(() => clearInterval(report));
  if (result.code !== 0) throw new UserError(explain(result, env));
  log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Where the result is kept: by what is built, and for which platform. */
function engineFolder(cache: string): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n${hostScript}`);
  for (const { folder, ldflags } of programs) {
    hash.update(ldflags);
    for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folder, file)));
  }
  return join(cache, `engine-${hash.digest("hex").slice(0, 12)}`);
}

function explain({ code, stderr }: RunResult, env: NodeJS.ProcessEnv): string {
  const lines = stderr
    .split("\n")
    .filter((line) => line.includes(" ") && !line.startsWith("go: downloading "));
  const last = lines.slice(-8).map((line) => `  ${line}`);
  if (code > 128)
    last.push("  Go was killed, perhaps because the memory ran out. Run the command again: it goes on.");
  const network =
    /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|TLS handshake|lookup .* on /.test(
      stderr,
    );
  const proxy = env.GOPROXY || "the Go module proxy";
  return [
    network
      ? `The Pulumi CLI can't be built: the Go modules can't be had from ${proxy}.`
      : "The Pulumi CLI can't be built from its Go modules:",
    ...last,
    network
      ? `Connect to the network (or set GOPROXY to a proxy you can reach) and run the command again, or install Pulumi ${oldestVersion} or newer: ${installPage}`
      : `Or install Pulumi ${oldestVersion} or newer instead: ${installPage}`,
  ].join("\n");
}
