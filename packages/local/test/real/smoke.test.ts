import { expect, onTestFinished, test } from "vitest";
import { readEnvironment, startServers, startTask } from "../../src/index.ts";
import { makeProject } from "../support/django.ts";
import { stacks } from "../support/stacks.ts";

test("gunicorn and a worker start", async () => {
  const world = await stacks();
  const servers = await startServers(world, { folder: "/tmp/smoke" });
  onTestFinished(servers.stop);
  const image = await makeProject("5.2", "kit");
  const alpha = readEnvironment(world, { environment: "alpha", version: "1.0.0" });
  const web = await startTask(alpha.task("gunicorn"), { image, servers, scale: 20 });
  const worker = await startTask(alpha.task("default"), { image, servers, scale: 20 });
  const { gunicorn } = web.containers;
  await gunicorn?.process.printed(/Listening at/);
  await worker.containers.default?.process.printed(/ ready\./);
  const answer = await fetch(`${gunicorn?.url}/api/health-check/`);
  expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
  console.log(await web.stop(), await worker.stop(), await web.end, await worker.end);
});
