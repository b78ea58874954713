import { describe, expect, test } from "vitest";
import { audit } from "../../../src/audit/audit.ts";
import { scheduleAndExecRules } from "../../../src/services/ecs/standing/schedulesAndExec.ts";
import type { Properties } from "../../../src/world/world.ts";
import { allow, ids, taskWorld, trustOf } from "../../support/taskWorld.ts";

const family = "arn:aws:ecs:us-east-1:123456789012:task-definition/web";
const passing = allow("iam:PassRole", [ids.execution, ids.task], {
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
});
const running = allow("ecs:RunTask", [family, `${family}:*`], {
  Condition: { ArnEquals: { "ecs:cluster": ids.cluster } },
});

interface Starter {
  trust?: Properties;
  statements?: Properties[];
  cluster?: string;
  definition?: string;
}

const role = "arn:aws:iam::123456789012:role/starter";

const policy = (statements: Properties[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** What is found of a world in which something starts the task `web` at times. */
function findings({ trust, statements, cluster, definition }: Starter) {
  const { world, create, update } = taskWorld();
  const inputs = (by: Properties) => ({ name: "starter", assumeRolePolicy: policy([by]) });
  const made = create("aws:iam/role:Role", "starter", inputs(trustOf("scheduler.amazonaws.com")));
  create("aws:iam/rolePolicy:RolePolicy", "starter", {
    role: "starter",
    name: "p",
    policy: policy(statements ?? [running, passing]),
  });
  const arn = cluster ?? ids.cluster;
  const parameters = {
    taskDefinitionArn: definition ?? family,
    networkConfiguration: { subnets: ["subnet-1"] },
  };
  create("aws:scheduler/schedule:Schedule", "daily", {
    name: "daily",
    groupName: "shop",
    scheduleExpression: "rate(1 day)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn, roleArn: role, ecsParameters: parameters },
  });
  // The role may change after AWS has looked at it.
  if (trust) update(made, inputs(trust));
  return audit(world).map(({ rule, urn, message }) => [rule, urn.split("::").at(-1), message]);
}

const denied = (action: string, resource: string) =>
  `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/starter/<task id> is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe("a schedule", () => {
  test("one with just its rights starts tasks", () => {
    expect(findings({})).toEqual([]);
  });

  test.each<[string, Starter, string]>([
    ["no right to run", { statements: [passing] }, denied("ecs:RunTask", `${family}:1`)],
    [
      "a right to run older revisions only",
      { statements: [allow("ecs:RunTask", family), passing] },
      denied("ecs:RunTask", `${family}:1`),
    ],
    [
      "a right to run in another cluster",
      {
        statements: [
          allow("ecs:RunTask", "*", { Condition: { ArnEquals: { "ecs:cluster": `${ids.cluster}2` } } }),
          passing,
        ],
      },
      denied("ecs:RunTask", `${family}:1`),
    ],
    [
      "no right to pass the task's own role",
      { statements: [running, allow("iam:PassRole", ids.execution)] },
      denied("iam:PassRole", ids.task),
    ],
    [
      "a right to pass roles to others",
      {
        statements: [
          running,
          allow("iam:PassRole", "*", {
            Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
          }),
        ],
      },
      denied("iam:PassRole", ids.execution),
    ],
    ["no such cluster", { cluster: `${ids.cluster}2` }, "ClusterNotFoundException: Cluster not found."],
    [
      "a role for others",
      { trust: trustOf("lambda.amazonaws.com") },
      `The execution role you provide must allow scheduler.amazonaws.com to assume the role: ${role}`,
    ],
  ])("%s", (_, starter, message) => {
    expect(findings(starter)).toEqual([["schedule-starts-tasks", "daily", message]]);
  });

  test("what was not released yet is not started, and nothing is wrong with it", () => {
    const newFamily = family.replace("web", "new");
    const statements = [allow("ecs:RunTask", `${newFamily}:*`)];
    expect(findings({ definition: newFamily, statements })).toEqual([]);
  });
});

test("a schedule's role can be trusted for its group", () => {
  const within = (group: string) =>
    trustOf("scheduler.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": `arn:aws:scheduler:us-east-1:123456789012:schedule-group/${group}` },
    });
  expect(findings({ trust: within("shop") })).toEqual([]);
  expect(findings({ trust: within("other") })).toEqual([
    [
      "schedule-starts-tasks",
      "daily",
      `The execution role you provide must allow scheduler.amazonaws.com to assume the role: ${role}`,
    ],
  ]);
});

test("every rule about starters is tried here or, the last, with the tasks", () => {
  expect(scheduleAndExecRules.map(({ name }) => name)).toEqual([
    "schedule-starts-tasks",
    "task-role-opens-shells",
  ]);
});
