import { describe, expect, test } from "vitest";
import { ECS_CALLS } from "../../src/ecs/index.ts";
import { deployments, deployVersion, events, pass, service, stateWithService, stoppedTasks } from "./life.ts";

describe("a rolling deployment", () => {
  test("keeps the old task until the new one is ready, then drains it", () => {
    const state = stateWithService();
    deployVersion(state, "v2");
    expect(deployments(state)).toEqual(["web:2 PRIMARY IN_PROGRESS 0/1", "web:1 ACTIVE COMPLETED 1/0"]);
    pass(state, 10);
    expect(deployments(state)).toEqual(["web:2 PRIMARY IN_PROGRESS 0/1", "web:1 ACTIVE COMPLETED 1/0"]);
    pass(state, 30);
    expect(deployments(state)).toEqual(["web:2 PRIMARY COMPLETED 1/1"]);
    expect(events(state).slice(-4)).toEqual([
      "has started 1 tasks: (task …).",
      "has stopped 1 running tasks: (task …).",
      "(deployment ecs-svc/…) deployment completed.",
      "has reached a steady state.",
    ]);
  });

  test("of a singleton stops the old task before it starts the new one: there are never two", () => {
    const state = stateWithService({ singleton: true });
    deployVersion(state, "v2");
    const counts: number[] = [];
    for (let second = 0; second < 60; second++) {
      pass(state, 1);
      counts.push(Object.values(state.tasks).filter((task) => task.phase !== "STOPPED").length);
    }
    expect(Math.max(...counts)).toBe(1);
    expect(deployments(state)).toEqual(["web:2 PRIMARY COMPLETED 1/1"]);
  });

  test("the same revision again starts nothing, unless it is forced", () => {
    const state = stateWithService();
    const { taskDefinition } = service(state);
    const update = { cluster: "c", service: "web", taskDefinition };
    const before = service(state).deployments[0]?.id;
    expect(ECS_CALLS["ecs.UpdateService"](state, update).service.deployments[0]?.id).toBe(before);
    const forced = ECS_CALLS["ecs.UpdateService"](state, { ...update, forceNewDeployment: true });
    expect(forced.service.deployments.map(({ status }) => status)).toEqual(["PRIMARY", "ACTIVE"]);
    pass(state, 60);
    expect(deployments(state)).toEqual(["web:1 PRIMARY COMPLETED 1/1"]);
  });

  test("waits for the load balancer's health checks, through the grace period", () => {
    const state = stateWithService({ balanced: true, grace: 90 }, { v2: { healthyAfterSeconds: 60 } });
    deployVersion(state, "v2");
    pass(state, 60);
    expect(deployments(state)[0]).toBe("web:2 PRIMARY IN_PROGRESS 1/1");
    pass(state, 120);
    expect(deployments(state)).toEqual(["web:2 PRIMARY COMPLETED 1/1"]);
    expect(stoppedTasks(state)).toHaveLength(1);
  });
});

test("a service goes on with a revision that was deregistered, and can scale it", () => {
  const state = stateWithService();
  const taskDefinition = service(state).taskDefinition;
  ECS_CALLS["ecs.DeregisterTaskDefinition"](state, { taskDefinition });
  ECS_CALLS["ecs.UpdateService"](state, { cluster: "c", service: "web", desiredCount: 2 });
  pass(state, 60);
  expect(deployments(state)).toEqual(["web:1 PRIMARY COMPLETED 2/2"]);
  expect(() =>
    ECS_CALLS["ecs.UpdateService"](state, { cluster: "c", service: "web", taskDefinition }),
  ).toThrow("TaskDefinition is inactive");
});

describe("a deployment that can't succeed", () => {
  test("is rolled back by the circuit breaker under a new id after three failed tasks", () => {
    const state = stateWithService({ balanced: true }, { v2: { health: 400 } });
    const former = service(state).deployments[0]?.id;
    deployVersion(state, "v2");
    pass(state, 400);
    const [primary] = service(state).deployments;
    expect(deployments(state)).toEqual(["web:1 PRIMARY COMPLETED 1/1"]);
    expect(primary?.id).not.toBe(former);
    expect(service(state).taskDefinition).toMatch(/web:1$/);
    expect(events(state)).toContain("(deployment ecs-svc/…) deployment failed: tasks failed to start.");
    expect(events(state)).toContain("rolling back to deployment ecs-svc/….");
    expect(events(state)).toContain(
      "(port 8000) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Health checks failed with these codes: [400]).",
    );
  });

  test("goes on forever without the circuit breaker", () => {
    const state = stateWithService({ circuitBreaker: false }, { v2: { exit: { code: 1, afterSeconds: 2 } } });
    deployVersion(state, "v2");
    pass(state, 1200);
    expect(deployments(state)).toEqual(["web:2 PRIMARY IN_PROGRESS 0/1", "web:1 ACTIVE COMPLETED 1/0"]);
    expect(stoppedTasks(state).length).toBeGreaterThan(10);
  });

  test("stops its task with what ECS says of a crash, a missing image and a missing secret", () => {
    const secret =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed";
    const state = stateWithService(
      {},
      { v2: { exit: { code: 3, afterSeconds: 2 } }, v3: { neverStarts: secret } },
    );
    deployVersion(state, "v2");
    pass(state, 25);
    deployVersion(state, "v3");
    pass(state, 25);
    state.images = state.images.filter((image) => image.tag !== "v4");
    deployVersion(state, "v4");
    state.images = state.images.filter((image) => image.tag !== "v4");
    pass(state, 25);
    const own = stoppedTasks(state).filter((task) => task.stopCode !== "ServiceSchedulerInitiated");
    expect(own.map((task) => [task.stopCode, task.stoppedReason, task.containers[0]?.exitCode])).toEqual([
      ["EssentialContainerExited", "Essential container in task exited", 3],
      ["TaskFailedToStart", secret, undefined],
      [
        "TaskFailedToStart",
        expect.stringMatching(/^CannotPullContainerError: .*\/shop:v4: not found$/),
        undefined,
      ],
    ]);
  });

  test("that can't place its task says so once", () => {
    const state = stateWithService({}, { v2: { unplaceable: "Capacity is unavailable at this time" } });
    deployVersion(state, "v2");
    pass(state, 300);
    const message = "was unable to place a task. Reason: Capacity is unavailable at this time.";
    expect(events(state).filter((event) => event === message)).toHaveLength(1);
  });
});

test("a deleted service drains, and is INACTIVE then", () => {
  const state = stateWithService();
  const request = { cluster: "c", service: "web" };
  expect(() => ECS_CALLS["ecs.DeleteService"](state, request)).toThrow(
    "The service cannot be stopped while it is scaled above 0.",
  );
  ECS_CALLS["ecs.DeleteService"](state, { ...request, force: true });
  expect(service(state).status).toBe("DRAINING");
  pass(state, 60);
  expect(service(state).status).toBe("INACTIVE");
  expect(service(state).runningCount).toBe(0);
});
