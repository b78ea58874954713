import { setTimeout as sleep } from "node:timers/promises";
import type { Container, Task } from "../environment/task.ts";
import {
  type ContainerOptions,
  type LocalImage,
  type RunningContainer,
  type Stopped,
  startContainer,
} from "./startContainer.ts";

export interface TaskOptions extends Omit<ContainerOptions, "image" | "roleArn"> {
  /** What stands for the image of each container, or of all. */
  image: LocalImage | ((container: Container) => LocalImage);
}

/** How a task ended. */
export interface TaskEnd {
  /** Exit codes by container; undefined for one that never started. */
  exitCodes: Record<string, number | undefined>;
  /** Why it ended before all of its containers had started, in ECS's words. */
  reason?: string;
  /** What the containers printed. */
  output: Record<string, string>;
}

export interface RunningTask {
  /** Those that run, by name: all, unless a container that others wait for has failed. */
  containers: Readonly<Record<string, RunningContainer>>;
  /** Its end, when an essential container ends, all have ended, or it is stopped. */
  end: Promise<TaskEnd>;
  /** Stops its containers as ECS does, those that depend on others first. By container. */
  stop(): Promise<Record<string, Stopped>>;
}

/** Seconds that a container waits for one that it depends on, where that says nothing. Three minutes, as ECS. */
const DEFAULT_START_TIMEOUT = 180;

/** Starts the containers of a task, each when those that it depends on are as far as it wants them; resolves when all have started. */
export async function startTask(task: Task, options: TaskOptions): Promise<RunningTask> {
  const { image, ...more } = options;
  const containers: Record<string, RunningContainer> = {};
  let reason: string | undefined;
  let stopping: Promise<Record<string, Stopped>> | undefined;
  const order = inOrder(task.containers);
  for (const container of order) {
    reason = await whyNot(container, task, containers);
    if (reason !== undefined) break;
    containers[container.name] = await startContainer(container, {
      ...more,
      image: typeof image === "function" ? image(container) : image,
      roleArn: task.roleArn,
    });
  }
  const running = Object.values(containers);
  const stop = () => {
    stopping ??= stopAll([...running].reverse());
    return stopping;
  };
  const essential = running.filter(({ name }) => task.containers.find((one) => one.name === name)?.essential);
  const first = essential.length > 0 ? Promise.race(essential.map(({ exit }) => exit)) : undefined;
  const all = Promise.all(running.map(({ exit }) => exit));
  const end = (async (): Promise<TaskEnd> => {
    if (reason === undefined) await (first === undefined ? all : Promise.race([first, all]));
    await stop();
    const codes = await Promise.all(running.map(async ({ name, exit }) => [name, await exit] as const));
    const exitCodes: TaskEnd["exitCodes"] = Object.fromEntries(
      task.containers.map(({ name }) => [name, undefined]),
    );
    return {
      exitCodes: { ...exitCodes, ...Object.fromEntries(codes) },
      ...(reason === undefined ? {} : { reason }),
      output: Object.fromEntries(running.map(({ name, process }) => [name, process.output()])),
    };
  })();
  return { containers, end, stop };
}

/** Runs a task to its end. */
export async function runTask(task: Task, options: TaskOptions): Promise<TaskEnd> {
  const { end } = await startTask(task, options);
  return end;
}

/** Containers after those that they depend on. */
function inOrder(containers: readonly Container[]): Container[] {
  const ordered: Container[] = [];
  const add = (container: Container) => {
    for (const { container: name } of container.dependsOn) {
      const other = containers.find((one) => one.name === name);
      if (other !== undefined && !ordered.includes(other)) add(other);
    }
    if (!ordered.includes(container)) ordered.push(container);
  };
  for (const container of containers) add(container);
  return ordered;
}

/** Waits for what a container depends on. Why it can't start, or undefined. */
async function whyNot(
  { dependsOn }: Container,
  task: Task,
  running: Readonly<Record<string, RunningContainer>>,
): Promise<string | undefined> {
  for (const { container: name, condition } of dependsOn) {
    const other = running[name];
    const seconds = task.containers.find((one) => one.name === name)?.startTimeout ?? DEFAULT_START_TIMEOUT;
    if (other === undefined) return `dependency ${name} is not there`;
    if (condition === "START") continue;
    const timer = new AbortController();
    const late = sleep(seconds * 1000, "late" as const, { signal: timer.signal, ref: false }).catch(
      () => "late" as const,
    );
    const outcome = await Promise.race([
      condition === "HEALTHY" ? healthy(other, timer.signal) : other.exit,
      late,
    ]);
    timer.abort();
    if (outcome === "late") return `Timed out waiting for dependency ${name} to reach ${condition}`;
    if (condition === "SUCCESS" && outcome !== 0)
      return `failed container ordering: ${name} exited with code ${outcome}`;
    if (condition === "HEALTHY" && outcome !== "healthy") return `failed container ordering: ${name} ended`;
  }
  return undefined;
}

async function healthy(container: RunningContainer, signal: AbortSignal): Promise<"healthy" | number> {
  while (!container.process.ended && !signal.aborted) {
    if (await container.isHealthy()) return "healthy";
    await sleep(500);
  }
  return container.exit;
}

async function stopAll(containers: readonly RunningContainer[]): Promise<Record<string, Stopped>> {
  const stopped: Record<string, Stopped> = {};
  for (const container of containers)
    if (!container.process.ended) stopped[container.name] = await container.stop();
  return stopped;
}
