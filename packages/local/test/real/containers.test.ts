import { expect, onTestFinished, test } from "vitest";
import { readEnvironment, startServers, startTask } from "../../src/index.ts";
import { makeProject } from "../support/django.ts";
import { SCALE } from "../support/scale.ts";
import { stacks } from "../support/stacks.ts";

test("the containers of a stack run as processes, and end as ECS ends them", async () => {
  const world = await stacks();
  const servers = await startServers(world);
  onTestFinished(servers.stop);
  const image = await makeProject("5.2", "kit");
  onTestFinished(image.remove);
  const alpha = readEnvironment(world, { environment: "alpha", version: "1.0.0" });
  expect(alpha.processes).toEqual(["update", "gunicorn", "default", "reports", "beat", "frontend"]);
  const start = (process: string) => startTask(alpha.task(process), { image, servers, scale: SCALE });
  const web = await start("gunicorn");
  const { gunicorn } = web.containers;
  if (gunicorn === undefined) throw new Error("no gunicorn");
  await gunicorn.process.printed(/Listening at/);

  // The load balancer asks with the task's address as Host.
  const answer = await fetch(`${gunicorn.url}/api/health-check/`);
  expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
  const version = ["python", "-c", "import os; print(os.environ['APP_VERSION'], os.environ['APP_NAME'])"];
  expect(await gunicorn.execute(version)).toEqual({ exitCode: 0, output: "1.0.0 ublog-alpha\n" });
  expect(await web.stop()).toMatchObject({ gunicorn: { exitCode: 0, killed: false } });
  expect((await web.end).exitCodes).toEqual({ gunicorn: 0 });

  const task = alpha.task("default");
  const [worker] = task.containers;
  if (worker === undefined) throw new Error("no worker");
  // One that doesn't listen is killed when its stop timeout is over.
  const deaf = { ...worker, command: ["sh", "-c", "trap '' TERM; echo up; while true; do sleep 1; done"] };
  const late = await startTask({ ...task, containers: [{ ...deaf, stopTimeout: 1 }] }, { image, servers });
  await late.containers.default?.process.printed(/up/);
  expect(await late.stop()).toMatchObject({ default: { exitCode: 137, killed: true } });

  // What another container waits for with SUCCESS must end well.
  const first = { ...worker, name: "first", essential: false, command: ["sh", "-c", "exit 3"] };
  const second = { ...worker, dependsOn: [{ container: "first", condition: "SUCCESS" as const }] };
  const failed = await startTask({ ...task, containers: [second, first] }, { image, servers });
  expect(await failed.end).toEqual({
    exitCodes: { first: 3, default: undefined },
    reason: "failed container ordering: first exited with code 3",
    output: { first: "" },
  });
});
