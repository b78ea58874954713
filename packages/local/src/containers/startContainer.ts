import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import type { Container } from "../environment/task.ts";
import { type Process, startProcess } from "../processes/startProcess.ts";
import { temporaryFolder } from "../processes/temporaryFolder.ts";
import { freePort } from "../servers/freePort.ts";
import type { Servers } from "../servers/startServers.ts";
import { replaced } from "./replacements.ts";
import { scaled } from "./timeScale.ts";

/** What stands for an image: a folder on this machine. */
export interface LocalImage {
  /** The image's WORKDIR: a project's folder. */
  folder: string;
  /** Folders that come first on PATH, such as that of a virtual environment's programs. Defaults to none. */
  programs?: readonly string[];
  /** The image's ENV. Defaults to none. */
  environment?: Readonly<Record<string, string>>;
  /** The image's ENTRYPOINT. Defaults to none. */
  entryPoint?: readonly string[];
}

export interface ContainerOptions {
  image: LocalImage;
  servers: Servers;
  /** ARN of the task's role, whose credentials it gets. Defaults to none. */
  roleArn?: string;
  /** What time limits are divided by. Defaults to 1. */
  scale?: number;
}

/** How a container ended after it was asked to stop. */
export interface Stopped {
  /** The exit code as ECS has it: 128 + n where signal n ended the process. */
  exitCode: number;
  /** Whether it was killed, because its stop timeout was over. */
  killed: boolean;
  /** Seconds that it took. */
  seconds: number;
}

/** A container that runs as a process. */
export interface RunningContainer {
  name: string;
  process: Process;
  /** Where it listens, `http://127.0.0.1:<port>`, for each of its ports. */
  urls: ReadonlyMap<number, string>;
  /** The first of them. Throws where it has none. */
  url: string;
  /** Its exit code, when it ends by itself or is stopped. */
  exit: Promise<number>;
  /** SIGTERM, and SIGKILL after the stop timeout: as ECS stops it. */
  stop(): Promise<Stopped>;
  /** SIGKILL at once, as when its machine goes. */
  kill(): Promise<void>;
  /** Runs another command in it, as ECS Exec does. */
  execute(command: readonly string[]): Promise<{ exitCode: number; output: string }>;
  /** Runs its health check once. Throws where it has none. */
  isHealthy(): Promise<boolean>;
}

let started = 0;

/** Starts a container of a task definition as a process: its command and environment, but for `REPLACEMENTS`. */
export async function startContainer(
  container: Container,
  options: ContainerOptions,
): Promise<RunningContainer> {
  const { image, servers, roleArn, scale = 1 } = options;
  const given = scaled(container, scale);
  const { name, entryPoint, init, healthCheck, stopTimeout } = given;
  const ports = new Map<number, number>();
  for (const port of container.ports) ports.set(port, await freePort());
  // Linux's own memory where there is some; the path of a Unix socket has to fit.
  const memory = temporaryFolder(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ecs-");
  const place = {
    ...servers.place(roleArn),
    ports,
    memory: memory.folder,
    hostName: basename(memory.folder),
  };
  const { command, environment } = replaced(given, place);
  const home = join(memory.folder, "home");
  mkdirSync(home);
  const env = {
    PATH: [...(image.programs ?? []), ...SYSTEM_PATH].join(delimiter),
    HOME: home,
    LANG: "C.UTF-8",
    ...image.environment,
    ...environment,
  };
  const entry = entryPoint.length > 0 ? entryPoint : (image.entryPoint ?? []);
  started += 1;
  const log = (suffix: string) => join(servers.folder, `${started}-${name}${suffix}.log`);
  const at = { cwd: image.folder, env };
  const process = await startProcess([...entry, ...command], { ...at, log: log("") });
  void process.exit.then(memory.remove);
  const urls = new Map([...ports].map(([port, here]) => [port, `http://127.0.0.1:${here}`]));
  const execute = async (other: readonly string[]) => {
    const run = await startProcess(other, { ...at, log: log("-exec") });
    const exitCode = await run.exit;
    return { exitCode, output: run.output() };
  };
  return {
    name,
    process,
    urls,
    get url() {
      const [first] = urls.values();
      if (first === undefined) throw new Error(`${name} has no port`);
      return first;
    },
    exit: process.exit,
    stop: () => stop(process, stopTimeout, init),
    kill: () => process.kill(),
    execute,
    async isHealthy() {
      if (healthCheck === undefined) throw new Error(`${name} has no health check`);
      const check = replaced({ command: healthCheck, environment: {} }, place);
      return (await execute(check.command)).exitCode === 0;
    },
  };
}

/** What an image on Linux has. */
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

async function stop(process: Process, stopTimeout: number, init: boolean): Promise<Stopped> {
  const began = performance.now();
  // Without an init process it would be the first of its kernel's namespace, and a signal that it doesn't handle would be ignored.
  if (init || handles(process.pid)) process.signal("SIGTERM");
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    void process.kill();
  }, stopTimeout * 1000);
  const exitCode = await process.exit;
  clearTimeout(timer);
  return { exitCode, killed, seconds: (performance.now() - began) / 1000 };
}

const SIGTERM = 15n;

/** Whether a process handles SIGTERM. Where that can't be found out it is taken to. */
function handles(pid: number): boolean {
  try {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return caught === undefined || (BigInt(`0x${caught}`) & (1n << (SIGTERM - 1n))) !== 0n;
  } catch {
    return true;
  }
}
