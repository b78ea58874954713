import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Container,
  type LocalImage,
  pythonEnvironment,
  type RunningContainer,
  readEnvironment,
  type Servers,
  startContainer,
  startServers,
} from "../../src/index.ts";
import { builtProject } from "../../src/install/builtProject.ts";
import { SCALE } from "./scale.ts";
import { stacks } from "./stacks.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The environment `rolling`, of which containers are started and stopped under load. */
export interface Rolling {
  servers: Servers;
  /** The container of a process as the stack has published it. */
  container(process: string): Container;
  /** Starts one. Its time limits are divided by the scale of the tests, or another one. */
  start(container: Container, image: LocalImage, scale?: number): Promise<RunningContainer>;
  /** Kills the containers that still run, and stops the servers. */
  stop(): Promise<void>;
}

/** Brings up the stack, and starts the servers. */
export async function startRolling(): Promise<Rolling> {
  const world = await stacks(["rolling"]);
  const servers = await startServers(world);
  const all: RunningContainer[] = [];
  const app = readEnvironment(world, { environment: "rolling", version: "1.0.0" });
  return {
    servers,
    container(process) {
      const found = app.task(process).containers.find(({ essential }) => essential);
      if (found === undefined) throw new Error(`no container of ${process}`);
      return found;
    },
    async start(container, image, scale = SCALE) {
      const started = await startContainer(container, { image, servers, scale });
      all.push(started);
      return started;
    },
    async stop() {
      await Promise.all(all.map((one) => one.kill()));
      await servers.stop();
    },
  };
}

/** The starter: packages/starter. */
const STARTER = file("../../../starter");

/** The starter's Django project, and what `test/apps/rolling` adds to it, with what a lock beside that has. */
export async function djangoImage(
  lock = "newest",
  environment: Record<string, string> = {},
): Promise<LocalImage> {
  const programs = await pythonEnvironment(file(`../apps/rolling/requirements/${lock}.txt`), {
    versions: lock === "newest" ? ["3.13", "3.12"] : ["3.13", "3.12", "3.11", "3.10"],
  });
  return {
    folder: join(STARTER, "backend"),
    programs: [programs],
    environment: {
      PYTHONPATH: [file("../../../django-ecs-kit/src"), file("../apps/rolling")].join(":"),
      PYTHONDONTWRITEBYTECODE: "1",
      ...environment,
    },
  };
}

/** A Node.js project of `test/apps`, or the starter's front end, built. */
export async function nodeImage(name: string): Promise<LocalImage> {
  const folder = name === "starter" ? join(STARTER, "frontend") : file(`../apps/${name}`);
  return { folder: await builtProject(folder), programs: [dirname(process.execPath)] };
}

/** A row of the table that a run at full length makes, on standard output. */
export function note(what: string, facts: Record<string, unknown>): void {
  if (process.env.UBLOG_FULL_LENGTH) console.log(`proof ${what}: ${JSON.stringify(facts)}`);
}
