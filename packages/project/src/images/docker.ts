import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Screen } from "@ublog/app-update/src/report/terminal.ts";
import { onTerminal, type RunResult, run } from "@ublog/terminal/run";

/** The Docker of this machine. Each call is a process of its own; an ENOENT means that there is no `docker` on PATH. */
export interface Docker {
  /** Runs `docker` to its end and keeps what it prints. */
  ask(args: readonly string[], stdin?: string): Promise<RunResult>;
  /** Runs `docker` with its progress on the screen, and gives its exit code. The signal asks it to stop, and it is waited for. */
  show(args: readonly string[], signal: AbortSignal): Promise<number>;
}

/** The docker on PATH. What it prints while it builds goes to `screen`: in a terminal it has that to itself. */
export function dockerOf(env: NodeJS.ProcessEnv, screen: Screen): Docker {
  return {
    ask: (args, stdin) => run("docker", [...args], { env, ...(stdin === undefined ? {} : { stdin }) }),
    async show(args, signal) {
      if (isOwnTerminal(screen)) return onTerminal("docker", [...args], { env });
      const onLine = (line: string) => screen.write(`  ${line}\n`);
      return (await run("docker", [...args], { env, onLine, signal })).code;
    },
  };
}

const isOwnTerminal = (screen: Screen): boolean =>
  [process.stdout, process.stderr].some((own) => own === screen && own.isTTY);

/** The registries for which Docker's settings name a credential helper of their own. */
export function helpersOf({ DOCKER_CONFIG, HOME = homedir() }: NodeJS.ProcessEnv): ReadonlySet<string> {
  try {
    const file = join(DOCKER_CONFIG || join(HOME, ".docker"), "config.json");
    return new Set(Object.keys(JSON.parse(readFileSync(file, "utf8")).credHelpers ?? {}));
  } catch {
    // Docker itself says what is wrong with its settings.
    return new Set();
  }
}

/** What this machine's Docker can do. */
export interface Builder {
  /** Name and driver, such as `default (docker)`. */
  name: string;
  /** Whether it makes images of several platforms, and with attestations: an index of images. */
  makesIndexes: boolean;
  /** Whether this machine can keep such an image. */
  keepsIndexes: boolean;
  /** The platforms that it builds for; none where it doesn't say so before it has started. */
  platforms: readonly string[];
}

const INSTALL = "https://docs.docker.com/get-started/get-docker/";
const OTHERWISE =
  "Without Docker on this machine, the workflow [CI] Images builds and pushes the same images.";

/** buildx with `--provenance` and `--sbom`: https://github.com/docker/buildx/releases/tag/v0.10.0. */
const OLDEST: readonly [number, number] = [0, 10];

/** What Docker can do here, or the sentence that says what is missing. */
export async function builderOf(docker: Docker): Promise<Builder | { problem: string }> {
  let info: RunResult;
  try {
    info = await docker.ask(["info", "--format", "{{json .}}"]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return {
      problem: `There is no docker on PATH, which builds the images. Install it (${INSTALL}). ${OTHERWISE}`,
    };
  }
  const facts = factsIn(info.stdout);
  const buildx = facts.ClientInfo?.Plugins?.find(({ Name }) => Name === "buildx");
  if (facts.ClientInfo !== undefined && buildx === undefined)
    return {
      problem: `This Docker has no buildx, which builds the images: docker-buildx-plugin in Docker's own packages (https://docs.docker.com/build/install-buildx/). ${OTHERWISE}`,
    };
  const said = facts.ServerErrors?.[0] ?? (info.code === 0 ? undefined : lastLine(info.stderr));
  if (said !== undefined) return { problem: `${unreachable(said)} ${OTHERWISE}` };
  const [, major = "0", minor = "0"] = /v?(\d+)\.(\d+)/.exec(buildx?.Version ?? "") ?? [];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (isOld)
    return {
      problem: `This Docker's buildx is ${buildx?.Version}, and ${OLDEST.join(".")} or later is needed. Update Docker. ${OTHERWISE}`,
    };
  const inspected = await docker.ask(["buildx", "inspect"]);
  const field = (name: string) =>
    [...inspected.stdout.matchAll(new RegExp(`^${name}:[ \\t]*(.*)$`, "gm"))].map(([, value = ""]) =>
      value.trim(),
    );
  const [error = inspected.code === 0 ? undefined : lastLine(inspected.stderr)] = field("Error");
  if (error !== undefined)
    return {
      problem: `Docker's builder can't be used: ${error}. \`docker buildx ls\` lists which there are, and \`docker buildx use\` takes another one.`,
    };
  const [driver = "docker"] = field("Driver");
  const isContainerd = (facts.DriverStatus ?? []).some((entry) =>
    entry.includes("io.containerd.snapshotter.v1"),
  );
  return {
    name: `${field("Name")[0] ?? "default"} (${driver})`,
    makesIndexes: driver !== "docker" || isContainerd,
    keepsIndexes: isContainerd,
    platforms: field("Platforms").flatMap((list) =>
      list
        .split(",")
        .map((platform) => platform.trim().replace(/\*$/, ""))
        .filter((platform) => platform !== ""),
    ),
  };
}

function unreachable(said: string): string {
  const why = said.replace(/[.?]? Is the docker daemon running\?$/, "");
  return /permission denied/i.test(said)
    ? `Docker can't be used by you: ${why}. Join its group (https://docs.docker.com/engine/install/linux-postinstall/).`
    : `Docker isn't running: ${why}. Start Docker Desktop, or \`sudo systemctl start docker\`.`;
}

/** The part of `docker info` that is read here. */
interface Facts {
  ServerErrors?: string[] | null;
  DriverStatus?: string[][] | null;
  ClientInfo?: { Plugins?: { Name: string; Version?: string }[] | null };
}

function factsIn(json: string): Facts {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^ERROR: /, "")
      .replace(/\.$/, "") || "it doesn't say why"
  );
}
