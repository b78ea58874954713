import { expect, test } from "vitest";
import type { Aws } from "../src/aws/operations.ts";
import { targetHealth } from "../src/release/targetHealth.ts";
import { makeWorld } from "./support/world.ts";

const OWN = "10.0.0.2";
const STRANGER = "10.0.0.1";

/** What is found out of a load balancer that says this of its targets, 30 seconds after the deployment began. */
async function found(targets: Record<string, string>) {
  const answers: Record<string, object> = {
    "elbv2.DescribeTargetHealth": {
      TargetHealthDescriptions: Object.entries(targets).map(([Id, Description]) => ({
        Target: { Id },
        TargetHealth: { State: Description === "" ? "healthy" : "unhealthy", Description },
      })),
    },
    "ecs.ListTasks": { taskArns: ["task/own", "task/stranger"] },
    "ecs.DescribeTasks": {
      tasks: [task("task/own", "ecs-svc/2", OWN), task("task/stranger", "ecs-svc/1", STRANGER)],
    },
  };
  let now = 0;
  const aws = (async (operation: string) => answers[operation]) as Aws;
  const world = makeWorld({ services: ["gunicorn"] });
  const [target] = world.targets.services;
  if (target === undefined) throw new Error("no service");
  const clock = { now: () => now, sleep: async () => {} };
  const look = targetHealth({ aws, clock }, world.targets, target);
  expect(await look("ecs-svc/2")).toBeUndefined();
  now = 30_000;
  return look("ecs-svc/2");
}

function task(taskArn: string, startedBy: string, privateIpv4Address: string) {
  return { taskArn, startedBy, containers: [{ networkInterfaces: [{ privateIpv4Address }] }] };
}

const REFUSED = "Health checks failed with these codes: [400]";

test("a task of the deployment that answers 400 is hopeless", async () => {
  expect(await found({ [OWN]: REFUSED })).toMatchObject({
    task: "task/own",
    diagnosis: { cause: "its health check answers 400 at /api/health-check/" },
  });
});

test("one of the version before says nothing of this one", async () => {
  expect(await found({ [STRANGER]: REFUSED, [OWN]: "" })).toBeUndefined();
});

test("one that doesn't answer may still come up", async () => {
  expect(await found({ [OWN]: "Request timed out" })).toBeUndefined();
});
