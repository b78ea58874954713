import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "@ublog/terminal/errors";
import { run } from "@ublog/terminal/run";
import { compareVersions, installPage, oldestVersion, onPath } from "./probe.ts";

export interface Go {
  path: string;
  /** Such as `go1.26.8`. */
  version: string;
  /** Where the user's Go gets modules from: first what it has downloaded before. */
  proxy?: string;
}

/** From this version on Go fetches a newer one by itself where a go.mod asks for it, unless GOTOOLCHAIN forbids it. */
const oldestThatUpdatesItself = "1.21";

/** The Go on PATH, if it can build the programs; an error that says what to do if it can't. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<Go> {
  const needed = neededVersion();
  const advice = `Install Pulumi ${oldestVersion} or newer (${installPage}) or Go ${needed} or newer (https://go.dev/doc/install), then run the command again.`;

  const path = onPath("go", env);
  if (!path) throw new UserError(`There is no Pulumi CLI here, and no Go to build one with. ${advice}`);

  const { code, stdout, stderr } = await run(
    path,
    ["env", "GOVERSION", "GOTOOLCHAIN", "GOMODCACHE", "GOPROXY"],
    {
      // Away from any go.mod, which could make Go fetch another version of itself first.
      cwd: "/",
      env: { HOME: homedir(), ...env },
    },
  );
  const [version = "", toolchain = "", modules = "", proxy = ""] = stdout.trim().split("\n");
  const number = /^go(\d+\.\d+(\.\d+)?)/.exec(version)?.[1];
  if (code !== 0 || !number)
    throw new UserError(`${path} doesn't run: ${stderr.trim() || stdout.trim()}. ${advice}`);

  const fixed = toolchain === "local";
  const oldest = fixed ? needed : oldestThatUpdatesItself;
  if (compareVersions(number, oldest) < 0) {
    const why =
      fixed && compareVersions(number, oldestThatUpdatesItself) >= 0
        ? ", and GOTOOLCHAIN=local keeps it from fetching a newer one"
        : "";
    throw new UserError(
      `There is no Pulumi CLI here, and Go is too old to build one: ${path} is ${number}${why}. ${advice}`,
    );
  }
  const found = { path, version: version.split(" ")[0] ?? version };
  if (!modules || !proxy) return found;
  return { ...found, proxy: `${pathToFileURL(join(modules, "cache", "download")).href},${proxy}` };
}

/** Gigabytes of disk that the caches of a build take. */
export const CACHES_GB = 4;

/** Where builds keep their modules and objects until one is done: Go's own caches would keep them forever. */
export const goCaches = (cache: string): string => join(cache, "go-caches");

/** What a build needs, whatever the user's own Go settings are. */
export function goEnvironment(env: NodeJS.ProcessEnv, cache: string, go: Go): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  return {
    HOME: homedir(),
    ...rest,
    GOCACHE: join(goCaches(cache), "build"),
    GOMODCACHE: join(goCaches(cache), "modules"),
    ...(go.proxy && { GOPROXY: go.proxy }),
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    GO111MODULE: "on",
    // No C compiler is needed, and the result runs with any C library.
    CGO_ENABLED: "0",
  };
}

function neededVersion(): string {
  const gomod = readFileSync(new URL("../../go/cli/go.mod", import.meta.url), "utf8");
  return /^go (\S+)$/m.exec(gomod)?.[1] ?? "";
}
