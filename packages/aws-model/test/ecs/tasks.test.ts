import { describe, expect, test } from "vitest";
import { advance, ECS_CALLS, emptyState, type Scenarios, settle } from "../../src/ecs/index.ts";
import type { Task } from "../../src/ecs/state.ts";
import { pass, register, START, stateWithService } from "./life.ts";

function runTask(state: ReturnType<typeof emptyState>, more: object = {}) {
  return ECS_CALLS["ecs.RunTask"](state, { cluster: "c", taskDefinition: "web", ...more });
}

function oneOffState() {
  const state = stateWithService({ count: 0 });
  state.scenarios.v2 = { web: { log: ["one", "two"], exit: { code: 4, afterSeconds: 10 } } };
  register(state, "v2");
  return state;
}

test("a one-off task goes through its phases, writes its log and ends with its exit code", () => {
  const state = oneOffState();
  const task = runTask(state).tasks[0]?.taskArn ?? "";
  const describe = () => ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] }).tasks[0];
  const phases = new Set<string>();
  for (let second = 0; second < 40; second++) {
    phases.add(describe()?.lastStatus ?? "");
    pass(state, 1);
  }
  expect([...phases]).toEqual(["PROVISIONING", "PENDING", "RUNNING", "DEPROVISIONING", "STOPPED"]);
  expect(describe()).toMatchObject({ stopCode: "EssentialContainerExited", containers: [{ exitCode: 4 }] });
  const log = ECS_CALLS["logs.GetLogEvents"](state, {
    logGroupName: "/ecs/web",
    logStreamName: `web/web/${task.split("/").at(-1)}`,
    startFromHead: true,
  });
  expect(log.events.map((event) => event.message)).toEqual(["one", "two"]);
});

test("the same client token gives the same task, and no second one", () => {
  const state = oneOffState();
  const first = runTask(state, { clientToken: "t" }).tasks[0]?.taskArn;
  pass(state, 60);
  expect(runTask(state, { clientToken: "t" }).tasks[0]?.taskArn).toBe(first);
  expect(Object.keys(state.tasks)).toHaveLength(1);
});

test("a task with a command of its own does what the scenario says of `run`", () => {
  const state = oneOffState();
  state.scenarios.v2 = { web: {}, run: { exit: { code: 9, afterSeconds: 1 } } };
  const overrides = { containerOverrides: [{ name: "web", command: ["python", "manage.py", "check"] }] };
  const task = runTask(state, { overrides }).tasks[0]?.taskArn ?? "";
  settle(state);
  const ended = ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] }).tasks[0];
  expect(ended?.containers[0]?.exitCode).toBe(9);
});

test("a sidecar of a one-off task runs for as long as the container that it is beside", () => {
  const state = oneOffState();
  register(state, "v3");
  const { taskDefinition } = ECS_CALLS["ecs.RegisterTaskDefinition"](state, {
    family: "update",
    containerDefinitions: [
      { name: "router", image: "public.ecr.aws/x/router:1" },
      { name: "web", image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v3" },
    ],
  });
  state.scenarios.v3 = { web: { exit: { code: 0, afterSeconds: 90 } } };
  const task = runTask(state, { taskDefinition: taskDefinition.taskDefinitionArn }).tasks[0]?.taskArn ?? "";
  settle(state);
  const ended = ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] }).tasks[0];
  expect(ended?.containers.map(({ name, exitCode }) => [name, exitCode])).toEqual([
    ["router", 143],
    ["web", 0],
  ]);
});

test("a task that is stopped by hand says so, and is forgotten after an hour", () => {
  const state = oneOffState();
  const task = runTask(state).tasks[0]?.taskArn ?? "";
  ECS_CALLS["ecs.StopTask"](state, { cluster: "c", task, reason: "enough" });
  settle(state);
  const describe = () => ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] });
  expect(describe().tasks[0]).toMatchObject({ stopCode: "UserInitiated", stoppedReason: "enough" });
  pass(state, 3700);
  expect(describe()).toEqual({ tasks: [], failures: [{ arn: task, reason: "MISSING" }] });
});

test("a task without its log group never starts", () => {
  const state = oneOffState();
  delete state.logs["/ecs/web"];
  runTask(state);
  settle(state);
  expect(Object.values(state.tasks)[0]?.stoppedReason).toContain("The specified log group does not exist");
});

test("the same calls give the same state, and the state is plain JSON", () => {
  const make = () => {
    const state = oneOffState();
    runTask(state);
    pass(state, 45);
    return state;
  };
  expect(make()).toEqual(make());
  expect(JSON.parse(JSON.stringify(make()))).toEqual(JSON.parse(JSON.stringify(make())));
  const restored = JSON.parse(JSON.stringify(make()));
  settle(restored);
  const straight = make();
  settle(straight);
  expect(JSON.parse(JSON.stringify(restored))).toEqual(JSON.parse(JSON.stringify(straight)));
});

test("time that has nothing to do passes at once", () => {
  const state = emptyState({ now: START });
  pass(state, 10 * 365 * 24 * 3600);
  expect(state.now).toBe(START + 10 * 365 * 24 * 3600 * 1000);
});

test("what stands in the way of a task is why it failed to start, before its image is looked for", () => {
  const state = stateWithService({ count: 0 });
  register(state, "v9", false);
  const start = (more: object, obstacle: (task: Task) => string | undefined) => {
    const task = runTask(state, more).tasks[0]?.taskArn ?? "";
    advance(state, state.now + 60_000, obstacle);
    return ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] }).tasks[0];
  };
  const network = { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "ENABLED" };
  const why = "ResourceInitializationError: no way out";
  const given: unknown[] = [];
  const stopped = start({ networkConfiguration: { awsvpcConfiguration: network } }, (task) => {
    given.push(task.network);
    return why;
  });
  expect(stopped).toMatchObject({
    lastStatus: "STOPPED",
    stopCode: "TaskFailedToStart",
    stoppedReason: why,
  });
  expect(stopped?.containers[0]).not.toHaveProperty("reason");
  expect(given).toEqual([{ subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: true }]);
  expect(start({}, () => undefined)?.stoppedReason).toContain("CannotPullContainerError");
});

describe("containers that wait for others", () => {
  const WAITS = [
    { name: "database", image: "postgres:17", essential: false, startTimeout: 60 },
    {
      name: "check",
      image: "shop:1",
      essential: false,
      dependsOn: [{ containerName: "database", condition: "SUCCESS" }],
    },
    {
      name: "update",
      image: "shop:1",
      dependsOn: [
        { containerName: "database", condition: "SUCCESS" },
        { containerName: "check", condition: "SUCCESS" },
      ],
    },
  ];
  function lifeOf(scenarios: Scenarios) {
    const state = stateWithService({ count: 0 });
    state.scenarios = scenarios;
    const { taskDefinition } = ECS_CALLS["ecs.RegisterTaskDefinition"](state, {
      family: "update",
      containerDefinitions: WAITS,
    });
    const { taskDefinitionArn } = taskDefinition;
    const task = runTask(state, { taskDefinition: taskDefinitionArn }).tasks[0]?.taskArn ?? "";
    const seen = new Set<string>();
    const describeTask = () =>
      ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: [task] }).tasks[0];
    for (let second = 0; second < 120; second++) {
      const { lastStatus, containers = [] } = describeTask() ?? {};
      seen.add([lastStatus, ...containers.map((container) => container.lastStatus)].join(" "));
      pass(state, 1);
    }
    return { seen: [...seen], task: describeTask() };
  }

  test("start when those have ended with 0; the task is PENDING until then", () => {
    const { seen, task } = lifeOf({});
    expect(seen).toEqual([
      "PROVISIONING PENDING PENDING PENDING",
      "PENDING PENDING PENDING PENDING",
      "PENDING RUNNING PENDING PENDING",
      "PENDING STOPPED PENDING PENDING",
      "PENDING STOPPED RUNNING PENDING",
      "PENDING STOPPED STOPPED PENDING",
      "RUNNING STOPPED STOPPED RUNNING",
      "DEPROVISIONING STOPPED STOPPED STOPPED",
      "STOPPED STOPPED STOPPED STOPPED",
    ]);
    expect(task?.containers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  });

  test("in a service, too: what one of them waits for until its end does end", () => {
    const state = stateWithService();
    const waiting = (condition: string) => [{ containerName: "config", condition }];
    const { taskDefinition } = ECS_CALLS["ecs.RegisterTaskDefinition"](state, {
      family: "web",
      containerDefinitions: [
        { name: "web", image: "shop:2", dependsOn: waiting("COMPLETE") },
        { name: "agent", image: "agent:1", essential: false, dependsOn: waiting("START") },
        { name: "config", image: "config:1", essential: false },
      ],
    });
    const { taskDefinitionArn } = taskDefinition;
    ECS_CALLS["ecs.UpdateService"](state, {
      cluster: "c",
      service: "web",
      taskDefinition: taskDefinitionArn,
    });
    pass(state, 300);
    const task = Object.values(state.tasks).find(({ containers }) => containers.length === 3);
    expect(task?.phase).toBe("RUNNING");
    expect(task?.containers.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ["web", undefined],
      ["agent", undefined],
      ["config", 0],
    ]);
  });

  test("never start where one of them fails", () => {
    const { task } = lifeOf({ 1: { check: { exit: { code: 3, afterSeconds: 1 } } } });
    expect(task).toMatchObject({
      stopCode: "EssentialContainerExited",
      containers: [
        { exitCode: 0 },
        { exitCode: 3 },
        {
          exitCode: 143,
          reason:
            "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [check(shop:1) (STOPPED->RUNNING) - Exit: 3] for target [update(shop:1) (NONE->RUNNING)] as dependency did not exit successfully.",
        },
      ],
    });
    expect(task?.startedAt).toBeUndefined();
  });

  test("wait no longer than the start timeout", () => {
    const { task } = lifeOf({ 17: { database: { exit: { code: 0, afterSeconds: 90 } } } });
    expect(task?.containers.map(({ exitCode }) => exitCode)).toEqual([143, 143, 143]);
    expect(task?.containers[2]).toMatchObject({
      reason:
        "CannotStartContainerError: dependency graph: container ordering dependency [database(postgres:17) (RUNNING->RUNNING)] for target [update(shop:1) (NONE->RUNNING)] has timed out.",
    });
  });
});
