import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningContainer, readEnvironment, type Servers, startServers } from "../../src/index.ts";
import { makeProject, type Project } from "../support/django.ts";
import { SCALE, STOPPING_LIMIT } from "../support/scale.ts";
import { stacks } from "../support/stacks.ts";
import { Release } from "../support/story.ts";

/*
 * Two apps on one broker: their workers and tasks keep apart, and a task outlives its worker. By the kit, and by the settings of the README.
 */

let servers: Servers;
let world: Awaited<ReturnType<typeof stacks>>;

beforeAll(async () => {
  world = await stacks();
  servers = await startServers(world);
});
afterAll(() => servers?.stop());

describe.each([
  { django: "5.2", way: "kit" },
  { django: "6.1", way: "hand" },
] as const)("workers of Django $django ($way)", ({ django, way }) => {
  let project: Project;
  let alpha: Release;
  let beta: Release;

  beforeAll(async () => {
    project = await makeProject(django, way);
    [alpha, beta] = ["alpha", "beta"].map(
      (app) => new Release(readEnvironment(world, { environment: app }), project, servers),
    ) as [Release, Release];
  });
  afterAll(async () => {
    await Promise.all([alpha?.stop(), beta?.stop()]);
    project?.remove();
  });

  test("the remote control of an app reaches its own workers, and its tasks no others", async () => {
    const [ours, theirs] = await Promise.all([alpha.worker(), beta.worker()]);
    const seen = await ours.execute(["celery", "--app=mysite", "inspect", "ping", "--json"]);
    expect(seen.exitCode, seen.output).toBe(0);
    expect(Object.keys(answersIn(seen.output))).toEqual([nameOf(ours)]);
    await send(ours, "greet", ["alpha"]);
    await send(theirs, "greet", ["beta"]);
    await ours.process.printed(/greeted alpha/);
    await theirs.process.printed(/greeted beta/);
    expect(ours.process.output()).not.toContain("greeted beta");
    expect(theirs.process.output()).not.toContain("greeted alpha");
    await Promise.all([alpha.stop(), beta.stop()]);
  });

  test("a task that a stopping worker can't finish starts over on another, and ends once", {
    timeout: STOPPING_LIMIT,
  }, async () => {
    const worker = await alpha.worker();
    // Longer than a worker may wait: 105 seconds, at full length.
    const id = await send(worker, "long", [200 / SCALE]);
    await worker.process.printed(new RegExp(`started ${id}`));
    const stopped = await worker.stop();
    expect(stopped).toMatchObject({ exitCode: 0, killed: false });
    expect(worker.process.output()).not.toContain(`ended ${id}`);
    const other = await alpha.worker();
    await other.process.printed(new RegExp(`ended ${id}`), 400);
    await alpha.stop();
    expect(other.process.output().match(new RegExp(`(started|ended) ${id}`, "g"))).toEqual([
      `started ${id}`,
      `ended ${id}`,
    ]);
  });

  test("a task that is within the time ends on the worker that stops", {
    timeout: STOPPING_LIMIT,
  }, async () => {
    const worker = await alpha.worker();
    const id = await send(worker, "long", [40 / SCALE]);
    await worker.process.printed(new RegExp(`started ${id}`));
    expect(await worker.stop()).toMatchObject({ exitCode: 0, killed: false });
    expect(worker.process.output()).toContain(`ended ${id}`);
  });
});

/** Sends a task from within a container; hands back its id. */
async function send(from: RunningContainer, task: string, args: readonly unknown[]): Promise<string> {
  const call = ["celery", "--app=mysite", "call", `shop.tasks.${task}`, "--args", JSON.stringify(args)];
  const { exitCode, output } = await from.execute(call);
  if (exitCode !== 0) throw new Error(output);
  return output.trim().split("\n").at(-1) ?? "";
}

const nameOf = (worker: RunningContainer) => / (celery@\S+) ready\./.exec(worker.process.output())?.[1];

const answersIn = (output: string): object =>
  JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
