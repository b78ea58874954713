import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { run } from "@ublog/terminal/run";
import { compareVersions, isExecutable, oldestVersion } from "./probe.ts";

// The npm package `pulumi` is Pulumi's own launcher: its one script downloads the CLI of its version from
// get.pulumi.com to `PULUMI_HOME/versions/<version>/bin` and runs it.
const require = createRequire(import.meta.url);

/** The version of the launcher in this workspace, which is that of the CLI it downloads. */
export function launcherVersion(): string {
  return (require("pulumi/package.json") as { version: string }).version;
}

/** Whether a `pulumi` on PATH is the launcher, which would download a CLI when it is asked for its version. */
export function isLauncher(pulumi: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(dirname(realpathSync(pulumi)), "package.json"), "utf8"));
    return manifest.name === "pulumi";
  } catch {
    return false;
  }
}

/** CLIs that the launcher, or Pulumi's Automation API, has downloaded before: this workspace's version first. */
export function downloadedClis(cache: string, env: NodeJS.ProcessEnv): string[] {
  const homes = [launcherHome(cache), env.PULUMI_HOME ?? join(homedir(), ".pulumi")];
  const wanted = launcherVersion();
  return homes
    .flatMap((home) => versionsIn(home).map((version) => ({ home, version })))
    .filter(({ version }) => compareVersions(version, oldestVersion) >= 0)
    .sort(
      (a, b) =>
        Number(b.version === wanted) - Number(a.version === wanted) || compareVersions(b.version, a.version),
    )
    .map(({ home, version }) => join(home, "versions", version, "bin", "pulumi"))
    .filter(isExecutable);
}

/**
 * Lets the launcher download the CLI into the cache folder. Answers with its path, or with a string that says why it
 * couldn't. Where get.pulumi.com can't be reached that takes 5 seconds at most.
 */
export async function download(
  cache: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<{ pulumi: string } | string> {
  const home = launcherHome(cache);
  const pulumi = join(home, "versions", launcherVersion(), "bin", "pulumi");
  const stuck = new AbortController();
  let limit = setTimeout(() => stuck.abort(), 5_000);
  let last = "";
  const { code } = await run(process.execPath, [require.resolve("pulumi/run.js"), "version"], {
    env: { ...env, PULUMI_HOME: home, PULUMI_VERSION: launcherVersion(), NODE_USE_ENV_PROXY: "1" },
    signal: stuck.signal,
    graceMs: 1_000,
    onLine: (line) => {
      const text = stripVTControlCharacters(line).trim();
      if (!text || text.startsWith("Downloading pulumi")) return;
      // Something has arrived from the network: from here on it may take its time.
      clearTimeout(limit);
      limit = setTimeout(() => stuck.abort(), 120_000);
      last = text;
      // The install script's own headlines, without curl's progress meter.
      if (/^[+=]/.test(text)) log(`  ${text}`);
    },
  });
  clearTimeout(limit);
  if (code === 0 && isExecutable(pulumi)) return { pulumi };
  return stuck.signal.aborted
    ? "get.pulumi.com doesn't answer"
    : `get.pulumi.com can't be used (${last.replace(/^pulumi: /, "")})`;
}

function launcherHome(cache: string): string {
  return join(cache, "npm-launcher");
}

function versionsIn(home: string): string[] {
  try {
    return readdirSync(join(home, "versions"));
  } catch {
    return [];
  }
}
