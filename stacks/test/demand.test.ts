import type { DjangoAppArgs } from "pulumi-aws-django";
import { expect, test } from "vitest";
import { demandOf } from "../demand.ts";

const demand = (args: Omit<DjangoAppArgs, "base">) => demandOf({ name: "ublog-alpha", args });

test("an environment with all defaults: gunicorn, a worker and beat", () => {
  expect(demand({})).toEqual({
    onDemand: { running: 1.5, rolling: 1.25, most: 1.5 },
    spot: { running: 0, rolling: 0, most: 0 },
    targetGroups: 1,
    listenerRules: 1,
    processors: { backend: ["amd64"] },
  });
});

test("on Spot, beat and the update task stay on demand", () => {
  expect(demand({ capacity: "spot", frontend: { enabled: true, cpu: 2048 } })).toEqual({
    onDemand: { running: 0.25, rolling: 1, most: 0.25 },
    // The second wave is the larger one.
    spot: { running: 3.25, rolling: 2, most: 3.25 },
    targetGroups: 2,
    listenerRules: 2,
    processors: { backend: ["amd64"], frontend: ["amd64"] },
  });
});

test("mixed, the first task of each service is on demand", () => {
  const gunicorn = { scaling: { min: 2, max: 5 } };
  const workers = { default: { scaling: { min: 0, max: 2 } } };
  expect(demand({ capacity: "mixed", gunicorn, workers, beat: { enabled: false } })).toEqual({
    onDemand: { running: 1, rolling: 1, most: 1.25 },
    spot: { running: 1, rolling: 1, most: 4.25 },
    targetGroups: 1,
    listenerRules: 1,
    processors: { backend: ["amd64"] },
  });
});

test("a service off the load balancer has no target group, and paths of two depths are two rules", () => {
  const route = { paths: ["/api/*", "/admin/*", "/internal/jobs/*"] };
  const services = { sockets: { command: ["daphne"] } };
  expect(demand({ gunicorn: { route }, services, frontend: { enabled: true } })).toMatchObject({
    targetGroups: 2,
    listenerRules: 3,
  });
});

test("names that are redirected are one rule, and each image has the processors of its processes", () => {
  const workers = { default: { architecture: "x86_64" as const } };
  const redirectedHostNames = ["www.shop.io", "shop.com"];
  expect(
    demand({ architecture: "arm64", workers, redirectedHostNames, frontend: { enabled: true } }),
  ).toMatchObject({
    listenerRules: 3,
    processors: { backend: ["amd64", "arm64"], frontend: ["arm64"] },
  });
});
