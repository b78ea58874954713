import { expect, test } from "vitest";
import { answer } from "../../src/wire/calls.ts";
import { whatRuns } from "../../src/wire/whatRuns.ts";
import { allRights, ids, secretReading, type TaskParts, taskWorld } from "../support/taskWorld.ts";

const place = { region: "us-east-1" };

/** The usual world with something else in it, and what became of its tasks. */
function tasksOf(parts: TaskParts) {
  const made = taskWorld(parts);
  const { world } = made;
  const call = (name: string, input: object) =>
    answer({ world, ...place }, name, { cluster: "main", ...input }) as {
      taskArns: string[];
      tasks: Record<string, unknown>[];
    };
  /** Lets time pass, and returns the tasks that stopped in it: code and reason. */
  const pass = (seconds: number) => {
    world.advance(seconds * 1000);
    const { taskArns } = call("ecs.ListTasks", { desiredStatus: "STOPPED" });
    if (taskArns.length === 0) return [];
    return call("ecs.DescribeTasks", { tasks: taskArns }).tasks.map(({ stopCode, stoppedReason }) => [
      stopCode,
      stoppedReason,
    ]);
  };
  const running = () => whatRuns(world, "us-east-1")[0]?.tasks;
  return { ...made, call, pass, running };
}

test("a task that its role lets start runs", () => {
  const { pass, running } = tasksOf({});
  expect(pass(0)).toEqual([]);
  expect(pass(60)).toEqual([]);
  expect(running()).toEqual({ "1": 1 });
});

test("a task whose role may not read its secret fails to start, and the next starts when that is mended", () => {
  const { create, secret, pass, running } = tasksOf({
    execution: (arn) => allRights(arn).filter(({ Resource }) => Resource !== arn),
  });
  pass(0);
  const because = "because no identity-based policy allows the secretsmanager:GetSecretValue action";
  expect(pass(20)).toEqual([
    [
      "TaskFailedToStart",
      `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret.id} from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/<task id> is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret.id} ${because}`,
    ],
  ]);
  expect(running()).toEqual({});
  create("aws:iam/rolePolicy:RolePolicy", "mended", {
    role: "web-execution",
    name: "mended",
    policy: JSON.stringify({ Statement: [secretReading(secret.id)] }),
  });
  pass(90);
  expect(running()).toEqual({ "1": 1 });
});

test("what RunTask starts is looked at where RunTask puts it", () => {
  const { create, call, pass } = tasksOf({ service: { desiredCount: 0 } });
  const vpcId = create("aws:ec2/vpc:Vpc", "shut", { cidrBlock: "10.0.0.0/16" }).id;
  const subnet = create("aws:ec2/subnet:Subnet", "shut", { vpcId, cidrBlock: "10.0.0.0/24" }).id;
  const run = (subnets: string[]) =>
    call("ecs.RunTask", {
      taskDefinition: "web",
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
    });
  pass(0);
  run(["subnet-1"]);
  expect(pass(60)).toEqual([["EssentialContainerExited", "Essential container in task exited"]]);
  run([subnet]);
  expect(pass(60)).toContainEqual([
    "TaskFailedToStart",
    expect.stringMatching(
      /^ResourceInitializationError: .* Subnet shut \(subnet-\w+\) has no route to the internet/,
    ),
  ]);
});

test("a revision that a release has registered is looked at as it is", () => {
  const { call, pass, definition } = tasksOf({ service: { desiredCount: 0 } });
  call("ecs.RegisterTaskDefinition", {
    family: "web",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    cpu: "256",
    memory: "512",
    executionRoleArn: `${ids.execution}2`,
    containerDefinitions: JSON.parse(String(definition.state.containerDefinitions)),
  });
  call("ecs.RunTask", { taskDefinition: "web" });
  expect(pass(60)).toEqual([
    ["TaskFailedToStart", expect.stringContaining(`unable to assume the role '${ids.execution}2'`)],
  ]);
});
