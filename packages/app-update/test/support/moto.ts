import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const VERSION = "5.2.1";
/** The server needs no more than this of moto's extras: `moto[server]` takes twice as long to install. */
const PACKAGES = [`moto[dynamodb,ssm]==${VERSION}`, "flask", "flask-cors"];

const run = promisify(execFile);

export interface Moto {
  url: string;
  stop(): void;
}

/** Starts a moto server of its own; the first time on a machine it installs one from PyPI into the user's cache. */
export async function startMoto(): Promise<Moto> {
  const server = await installed();
  const child = spawn(server, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (piece: Buffer) => {
      said += piece.toString();
      const address = /Running on (http:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`moto_server ended with ${code}: ${said}`)));
  });
  return { url, stop: () => child.kill() };
}

async function installed(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "ublog-app-update", `moto-${VERSION}`);
  const server = join(folder, "bin", "moto_server");
  const ready = join(folder, "ready");
  if (existsSync(ready)) return server;
  console.log(`Installing moto ${VERSION} (a mock AWS) from PyPI into ${folder}: once, about a minute.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await run("python3", ["-m", "venv", folder]);
  } catch (error) {
    throw new Error(
      `The tests against a mock AWS need python3 with venv (on Debian: apt install python3-venv): ${(error as Error).message.split("\n")[0]}`,
    );
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", ...PACKAGES];
  await run(join(folder, "bin", "python3"), pip);
  await writeFile(ready, "");
  return server;
}
