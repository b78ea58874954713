import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Scenario } from "../../aws-model/src/ecs/index.ts";
import { EXIT } from "../src/outcome.ts";
import { isOver, obstacleIn, readable } from "../src/release/events.ts";
import { recordsOf, runningVersions } from "./support/inspect.ts";
import { type RunOptions, run } from "./support/program.ts";
import { makeWorld, pushVersion, type World } from "./support/world.ts";

const MORE = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
const CAPACITY =
  "Capacity is unavailable at this time. Please try again later or in a different availability zone";
const VCPUS = "You've reached the limit on the number of vCPUs you can run concurrently";

/** What ECS writes as a service's event, as found in its documentation and in people's reports. */
describe("an event says what is in the way", () => {
  test.each<[message: string, kind: string, heals: boolean]>([
    [`was unable to place a task. Reason: ${CAPACITY}. ${MORE}`, "AWS has no capacity for it", true],
    [`was unable to place a task. Reason: ${VCPUS}. ${MORE}`, "a quota of the account is used up", false],
    [
      "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
      "a quota of the account is used up",
      false,
    ],
    [
      "was unable to place a task. Reason: The requested CPU configuration is above your limit.",
      "a quota of the account is used up",
      false,
    ],
    [
      "was unable to place a task. Reason: insufficient free IP addresses in subnet subnet-1.",
      "its subnets have no free IP address",
      true,
    ],
    [
      "failed to launch a task with (error InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.).",
      "its subnets have no free IP address",
      true,
    ],
    [
      "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/alpha-task' that was provided for this task. Please verify that the role being passed has the proper trust relationship.).",
      "ECS can't take on the task's roles",
      false,
    ],
    [
      "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS' that was provided for this task.).",
      "ECS can't use its own role in this account",
      false,
    ],
    [
      "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
      "ECS can't use its own role in this account",
      false,
    ],
    [
      "was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      "one of its secrets doesn't exist or has no value",
      false,
    ],
    [
      "was unable to place a task. Reason: CannotPullContainerError: failed to resolve ref x: not found.",
      "its image isn't in the registry",
      false,
    ],
    [
      "failed to launch a task with (error Timeout waiting for network interface provisioning to complete.).",
      "it gets no network interface",
      true,
    ],
    [
      "failed to launch a task with (error Your account is currently blocked. Contact no-reply-aws@amazon.com).",
      "AWS has blocked the account",
      false,
    ],
    [
      "failed to register targets in (target-group arn:aws:elasticloadbalancing:x:1:targetgroup/a/1) with (error The following targets are not in the target group VPC 'vpc-1': '10.0.0.4')",
      "its tasks don't fit the load balancer's target group",
      false,
    ],
    [
      "failed to register targets in target-group alpha with (error User: arn:aws:sts::1:assumed-role/x/ecs-service-scheduler is not authorized to perform: elasticloadbalancing:RegisterTargets)",
      "ECS isn't allowed to do that",
      false,
    ],
    ["operations are being throttled. Will try again later.", "AWS slows ECS down", true],
    [
      "was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
      "its deployment settings leave no room to replace a task",
      false,
    ],
    ["was unable to place a task. Reason: Internal error.", "AWS can't start its tasks", true],
    [
      "was unable to place a task because no container instance met all of its requirements.",
      "AWS can't start its tasks",
      true,
    ],
  ])("%s", (message, kind, heals) => {
    const found = obstacleIn(message);
    expect(found?.kind).toBe(kind);
    expect(found?.diagnosis.heals ?? false).toBe(heals);
    expect(found?.diagnosis.cause).toMatch(/^[^(]+ \(.+\)$/);
    expect(found?.diagnosis.cause).not.toContain("For more information");
  });

  test.each([
    "has started 2 tasks: (task a) (task b).",
    "registered 1 targets in (target-group arn)",
    "has reached a steady state.",
    "(deployment ecs-svc/1) deployment failed: tasks failed to start.",
    "is unable to consistently start tasks successfully.",
    "(port 8000) is unhealthy in (target-group arn) due to (reason Request timed out).",
    "has stopped 1 running tasks: (task a).",
  ])("or nothing: %s", (message) => {
    expect(obstacleIn(message)).toBeUndefined();
  });

  test("and what to do about it, by the names that the app's settings have for it", () => {
    const hint = (message: string, process: string) =>
      obstacleIn(message, { process, image: "backend", kind: "service" })?.diagnosis.hint;
    const noCommand = "failed to launch a task with (error CannotStartContainerError: no such file).";
    expect(hint(noCommand, "gunicorn")).toBe("The image lacks the command of `gunicorn.command`.");
    expect(hint(noCommand, "mail")).toBe("The image lacks the command of `command` of `mail`.");
    expect(hint("operations are being throttled.", "mail")).toBe(
      "Too much happens in this account at once: wait.",
    );
  });

  test("and which event shows that it is over", () => {
    const place = obstacleIn("was unable to place a task. Reason: x.");
    const register = obstacleIn("failed to register targets in (target-group a) with (error x)");
    if (place === undefined || register === undefined) throw new Error("no obstacle");
    const [started, registered] = [
      "has started 3 tasks: (task a).",
      "registered 1 targets in (target-group a)",
    ];
    expect([isOver(place, started), isOver(place, registered)]).toEqual([true, false]);
    expect([isOver(register, started), isOver(register, registered)]).toEqual([false, true]);
    expect(isOver(register, "has reached a steady state.")).toBe(true);
  });
});

test.each([
  ["rolling back to deployment ecs-svc/1626344342213155743.", "rolling back to the former deployment"],
  [
    "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1626344342213155743.",
    "ECS deployment circuit breaker: rolling back to the former deployment",
  ],
  [
    "(deployment ecs-svc/1) deployment failed: tasks failed to start.",
    "deployment failed: tasks failed to start",
  ],
  ["ECS deployment ecs-svc/1626344342213155743 completed.", "ECS deployment completed"],
  [
    "(port 8000) is unhealthy in (target-group arn:x) due to (reason Request timed out).",
    "(port 8000) is unhealthy in its target group due to (reason Request timed out)",
  ],
])("a person reads no id in %s", (message, text) => {
  expect(readable(message)).toBe(text);
});

async function worldWith(v2: Scenario): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"], scenarios: { v2 } });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  return world;
}

/** Seconds from the start of the newest release to its end. */
function secondsOf(world: World): number {
  const [record] = recordsOf(world);
  return (Date.parse(record?.finishedAt ?? "") - Date.parse(record?.startedAt ?? "")) / 1000;
}

const count = (text: string, part: string) => text.split(part).length - 1;

describe("a service whose tasks can't be placed", () => {
  test("for want of capacity is waited for to the end, told once after a minute, and the reason is in every result", async () => {
    const world = await worldWith({ gunicorn: { unplaceable: CAPACITY } });
    const folder = await mkdtemp(join(tmpdir(), "app-update-"));
    const environment = { GITHUB_STEP_SUMMARY: join(folder, "summary") };
    const failed = await run(world, "release v2 --json", { environment });
    expect(failed.exit).toBe(EXIT.failed);
    const reason = `gunicorn isn't up after 30 min: AWS has no capacity for it (${CAPACITY}).`;
    const hint = "Wait, use on-demand instead of Spot capacity, or more availability zones.";
    expect(JSON.parse(failed.stdout).failure).toEqual({ process: "gunicorn", reason, hint, log: [] });
    expect(await readFile(environment.GITHUB_STEP_SUMMARY, "utf8")).toContain(
      `**Why:** ${reason}\n\n**What to do:** ${hint}\n`,
    );
    expect(recordsOf(world)[0]?.reason).toBe(reason);
    const told = `! gunicorn: AWS has no capacity for it (${CAPACITY}), for 1 min`;
    expect(count(failed.stderr, told)).toBe(1);
    expect(count(failed.stderr, CAPACITY)).toBe(2);
  });

  test("for want of capacity is up when there is some again", async () => {
    const world = await worldWith({ gunicorn: { unplaceable: CAPACITY } });
    let polls = 0;
    const done = await run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        if (operation === "ecs.DescribeServices" && ++polls === 20) world.ecs.scenarios = {};
        return aws(operation, input);
      },
    });
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout).toContain("! gunicorn: AWS has no capacity for it");
    expect(runningVersions(world)).toEqual({ gunicorn: "v2", frontend: "v2" });
  });

  test("for a quota is given up after a minute", async () => {
    const world = await worldWith({ gunicorn: { unplaceable: VCPUS } });
    const failed = await run(world, "release v2");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain(
      `  Why: gunicorn can't start: a quota of the account is used up (${VCPUS}).\n  What to do: Ask for more in Service Quotas (AWS Fargate, On-Demand or Spot vCPUs), or run fewer or smaller tasks: while a service rolls, the tasks of both versions run.\n`,
    );
    expect(secondsOf(world)).toBeLessThan(180);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", frontend: "v1" });
  });

  test("keeps its reason when ECS gives up first", async () => {
    const world = await worldWith({ gunicorn: { unplaceable: CAPACITY } });
    let polls = 0;
    const failed = await run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        if (operation === "ecs.DescribeServices" && ++polls === 10)
          for (const service of Object.values(world.ecs.services))
            for (const deployment of service.deployments.filter(
              (one) => one.rolloutState === "IN_PROGRESS",
            )) {
              deployment.rolloutState = "FAILED";
              deployment.rolloutStateReason = "ECS deployment circuit breaker: tasks failed to start.";
            }
        return aws(operation, input);
      },
    });
    expect(failed.stdout).toContain(
      `Why: gunicorn failed (ECS deployment circuit breaker: tasks failed to start): AWS has no capacity for it (${CAPACITY}).`,
    );
  });

  test("while going back is waited for, be it a quota: the tasks that are going away use it up", async () => {
    const world = await worldWith({ gunicorn: { health: 404 } });
    let polls = 0;
    const failed = await run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        if (operation === "ecs.UpdateService") world.ecs.scenarios.v1 = { gunicorn: { unplaceable: VCPUS } };
        if (operation === "ecs.DescribeServices" && ++polls === 40) world.ecs.scenarios.v1 = {};
        return aws(operation, input);
      },
    });
    expect(failed.stdout).toContain("✗ Release 2 failed. Every service is back to what it ran before.");
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", frontend: "v1" });
  });

  test("of more tasks by hand, is reported by `scale` too", async () => {
    const world = await worldWith({});
    world.ecs.scenarios.v1 = { gunicorn: { unplaceable: VCPUS } };
    const quota = await run(world, "scale gunicorn 4");
    expect(quota.exit).toBe(EXIT.unresolved);
    expect(quota.stdout).toContain(
      `Why: gunicorn can't start: a quota of the account is used up (${VCPUS}).`,
    );
    world.ecs.scenarios.v1 = { gunicorn: { unplaceable: CAPACITY } };
    const capacity = await run(world, "scale gunicorn 5 --timeout 5m");
    expect(capacity.stdout).toContain(
      `✗ gunicorn has 2 of 5 tasks after 5 min.\n  Why: gunicorn isn't up after 5 min: AWS has no capacity for it (${CAPACITY}).`,
    );
  });
});

describe("an update task that ECS refuses to start", () => {
  /** RunTask answers with an error, as often as is said. */
  const refusing = (message: string, times = Number.POSITIVE_INFINITY): RunOptions => {
    let calls = 0;
    return {
      between: (aws) => async (operation, input) => {
        if (operation === "ecs.RunTask" && ++calls <= times)
          throw Object.assign(new Error(message), { name: "ClientException", $fault: "client" });
        return aws(operation, input);
      },
    };
  };

  test("for a quota has a hint", async () => {
    const failed = await run(await worldWith({}), "release v2", refusing(VCPUS, 1));
    expect(failed.stdout).toContain(`Why: The update task couldn't be started: ${VCPUS}`);
    expect(failed.stdout).toContain(
      "What to do: Ask for more in Service Quotas (AWS Fargate, On-Demand or Spot vCPUs), or run fewer or smaller tasks.\n",
    );
    expect(failed.stdout).not.toContain("can't be started yet");
  });

  test("for want of addresses is tried again", async () => {
    const world = await worldWith({});
    const done = await run(world, "release v2", refusing("InsufficientFreeAddressesInSubnet", 2));
    expect(done.exit).toBe(EXIT.done);
    expect(count(done.stdout, "The update task can't be started yet:")).toBe(2);
  });
});
