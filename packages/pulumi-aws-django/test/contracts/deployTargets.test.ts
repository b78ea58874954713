import * as fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type { deployTargetsShape } from "../../src/contracts/deployTargets.ts";
import {
  type DeployCheck,
  type DeployService,
  type DeployTargets,
  type DeployTask,
  type DeployUpdate,
  deployTargetsJson,
  deployTargetsParameterName,
  readDeployTargets,
  StaticFiles,
} from "../../src/index.ts";
import { recordApp } from "../app/support/recordApp.ts";

const task: fc.Arbitrary<DeployTask> = fc.record({
  process: fc.string(),
  family: fc.string(),
  template: fc.string(),
  container: fc.string(),
  image: fc.constantFrom("backend", "frontend"),
  logGroup: fc.string(),
  logStreamPrefix: fc.string(),
});
const service: fc.Arbitrary<DeployService> = fc
  .tuple(
    task,
    fc.record(
      {
        service: fc.string(),
        wave: fc.integer(),
        firstCount: fc.nat(),
        targetGroup: fc.string(),
        healthCheckPath: fc.string(),
      },
      { requiredKeys: ["service", "wave", "firstCount"] },
    ),
  )
  .map(([common, own]) => ({ ...common, ...own }));
const update: fc.Arbitrary<DeployUpdate> = fc
  .tuple(
    task,
    fc.record({ database: fc.record({ container: fc.string(), image: fc.string() }) }, { requiredKeys: [] }),
  )
  .map(([common, own]) => ({ ...common, ...own }));
const check: fc.Arbitrary<DeployCheck> = fc.record({
  kit: fc.boolean(),
  static: fc.constantFrom(...Object.values(StaticFiles)),
  queues: fc.array(fc.string(), { maxLength: 3 }),
  healthCheckPath: fc.string(),
});
const targets: fc.Arbitrary<DeployTargets> = fc.record({
  version: fc.constant(1),
  app: fc.string(),
  environment: fc.string(),
  region: fc.string(),
  url: fc.string(),
  cluster: fc.string(),
  releaseTable: fc.string(),
  images: fc.dictionary(fc.constantFrom("backend", "frontend"), fc.string()),
  update,
  services: fc.array(service, { minLength: 1, maxLength: 3 }),
  scheduled: fc.array(task, { maxLength: 3 }),
  network: fc.record({
    subnets: fc.array(fc.string(), { minLength: 1 }),
    securityGroups: fc.array(fc.string()),
    assignPublicIp: fc.boolean(),
    capacityProvider: fc.string(),
  }),
  check: fc.option(check, { nil: undefined }),
});

const NAME = "/django/ublog/alpha/deploy-targets";

test("every field is checked when it is read", () => {
  expectTypeOf<z.infer<typeof deployTargetsShape>>().toEqualTypeOf<DeployTargets>();
});

test("what is written is what is read", () => {
  fc.assert(
    fc.property(targets, (written) => {
      const read = readDeployTargets(NAME, deployTargetsJson(written));
      expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(written)));
    }),
  );
});

test("the document says only what the names don't", async () => {
  const recording = await recordApp({ frontend: { enabled: true }, gunicorn: { scaling: { min: 2 } } });
  const { name, type, tier, insecureValue: value } = recording.one("aws:ssm/parameter:Parameter").inputs;
  expect({ name, type, tier }).toEqual({
    name: "/django/ublog/alpha/deploy-targets",
    type: "String",
    tier: "Intelligent-Tiering",
  });
  const template = (process: string) =>
    `arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-${process}:1`;
  expect(JSON.parse(String(value))).toEqual({
    version: 1,
    app: "alpha",
    region: "us-east-1",
    url: "https://alpha.example.com",
    cluster: "alpha-cluster",
    releaseTable: "alpha-releases",
    images: {
      backend: "111122223333.dkr.ecr.us-east-1.amazonaws.com/ublog-backend",
      frontend: "111122223333.dkr.ecr.us-east-1.amazonaws.com/ublog-frontend",
    },
    update: {
      process: "update",
      template: template("backend_update"),
      database: { container: "database", image: "public.ecr.aws/docker/library/postgres:17" },
    },
    services: [
      {
        process: "gunicorn",
        template: template("gunicorn"),
        firstCount: 2,
        targetGroup: "arn:aws:lb:us-east-1:111122223333:alpha-gunicorn",
        healthCheckPath: "/api/health-check/",
      },
      { process: "default", template: template("default") },
      { process: "beat", template: template("beat") },
      {
        process: "frontend",
        template: template("web-ui"),
        wave: 2,
        targetGroup: "arn:aws:lb:us-east-1:111122223333:alpha-web-ui",
        healthCheckPath: "/",
      },
    ],
    scheduled: [],
    network: {
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-tasks"],
      assignPublicIp: false,
      capacityProvider: "FARGATE",
    },
    check: { kit: false, static: "bucket", healthCheckPath: "/api/health-check/" },
  });
});

test("the queues are in the document where they aren't named after their workers", async () => {
  const recording = await recordApp({
    workers: { default: { queues: ["default", "mail"] }, mail: {} },
    services: { ws: { command: ["ws"] } },
    django: { static: "image" },
  });
  const { insecureValue: value } = recording.one("aws:ssm/parameter:Parameter").inputs;
  const check = {
    kit: false,
    static: "image",
    queues: ["alpha.default", "alpha.mail"],
    healthCheckPath: "/api/health-check/",
  };
  expect(JSON.parse(String(value)).check).toEqual(check);
  expect(readDeployTargets(NAME, String(value)).check).toEqual(check);
});

test("the check knows which statuses pass the health check, where that isn't 200 alone", async () => {
  const recording = await recordApp({ gunicorn: { route: { healthCheckCodes: "200-299,301" } } });
  const { insecureValue: value } = recording.one("aws:ssm/parameter:Parameter").inputs;
  expect(readDeployTargets(NAME, String(value)).check?.healthCheckCodes).toBe("200-299,301");
});

test("a document of an earlier library has neither a database nor a check", async () => {
  const { check: _, ...targets } = (await recordApp({ database: { enabled: false } })).result.deployTargets;
  expect(readDeployTargets(NAME, deployTargetsJson(targets))).toEqual(targets);
  expect(targets.update).not.toHaveProperty("database");
});

test("the parameter is found by the project's and the environment's name", () => {
  expect(deployTargetsParameterName("ublog", "alpha")).toBe("/django/ublog/alpha/deploy-targets");
});
