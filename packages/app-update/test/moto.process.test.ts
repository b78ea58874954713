import { createHash } from "node:crypto";
import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import {
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deployTargetsOf } from "../../aws-model/test/support/deployTargets.ts";
import type { Aws } from "../src/aws/operations.ts";
import type { Clock } from "../src/clock.ts";
import { EXIT } from "../src/outcome.ts";
import { TAG } from "../src/release/definition.ts";
import { type Moto, startMoto } from "./support/moto.ts";

/*
 * The shapes of all API calls, through the real SDK against moto. Moto has no time: a deployment never moves and a task ends
 * by being looked at, so what these tests say of waiting is nothing; that is tested on the model.
 */

let moto: Moto;
const ecs = () => new ECSClient({});

beforeAll(async () => {
  moto = await startMoto();
  // Moto answers 500 to what it doesn't know, which the SDK would try again and again.
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  await buildEnvironment();
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  return moto?.stop();
});

/** A clock on which sleeping takes no time. */
function leapingClock(): Clock {
  let leapt = 0;
  return {
    now: () => Date.now() + leapt,
    sleep: async (milliseconds) => {
      leapt += milliseconds;
    },
  };
}

/** Runs a command. */
async function run(
  args: string,
  stream: "stdout" | "stderr" = "stdout",
): Promise<{ exit: number; text: string }> {
  const written = { stdout: "", stderr: "" };
  const screen = (name: "stdout" | "stderr") => ({ write: (piece: string) => (written[name] += piece) });
  const [verb, ...rest] = args.split(" ");
  const { main } = await import("../src/cli.ts");
  const { processSurroundings } = await import("../src/main.ts");
  const { sdkAws } = await import("../src/aws/sdk.ts");
  const exit = await main([verb ?? "", "--stack", "alpha", ...rest], {
    environment: { PULUMI_PROJECT: "ublog" },
    folder: "/",
    stdout: screen("stdout"),
    stderr: screen("stderr"),
    connect: async (region) => withDeployments(sdkAws(region)),
    registry: { ...processSurroundings.registry, digestOf: async () => undefined },
    clock: leapingClock,
    newId: () => crypto.randomUUID(),
    onInterrupt: () => () => {},
  });
  return { exit, text: written[stream] };
}

/**
 * What moto leaves out: after an update, a service's deployment has the new revision and completes. And what it doesn't
 * know: that a capacity provider can be Fargate.
 */
function withDeployments(aws: Aws): Aws {
  const settled = (service: Service): Service => ({
    ...service,
    runningCount: service.desiredCount,
    pendingCount: 0,
    deployments: [
      {
        ...service.deployments?.[0],
        id: `ecs-svc/${service.taskDefinition}`,
        taskDefinition: service.taskDefinition,
        status: "PRIMARY",
        rolloutState: "COMPLETED",
      },
    ],
  });
  return async (operation, input) => {
    const known = { ...input };
    if ("capacityProviderStrategy" in known) {
      delete known.capacityProviderStrategy;
      Object.assign(known, { launchType: "FARGATE" });
    }
    const answer = await aws(operation, known);
    if ("services" in answer) return { ...answer, services: answer.services?.map(settled) };
    if ("service" in answer && answer.service) return { ...answer, service: settled(answer.service) };
    return answer;
  };
}

/** Moto makes a digest of an image's layers. */
function manifest(version: string, image: string): string {
  const digest = `sha256:${createHash("sha256")
    .update(version + image)
    .digest("hex")}`;
  const layers = [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: 1, digest }];
  const config = { mediaType: "application/vnd.docker.container.image.v1+json", size: 1, digest };
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
}

async function pushVersion(version: string): Promise<void> {
  const ecr = new ECRClient({});
  for (const image of ["backend", "frontend"])
    await ecr.send(
      new PutImageCommand({
        repositoryName: `ublog-${image}`,
        imageTag: version,
        imageManifest: manifest(version, image),
      }),
    );
}

/** One environment as Pulumi leaves it: gunicorn and web-ui. */
async function buildEnvironment(): Promise<void> {
  const [ecr, ssm, logs, secrets] = [
    new ECRClient({}),
    new SSMClient({}),
    new CloudWatchLogsClient({}),
    new SecretsManagerClient({}),
  ];
  for (const image of ["backend", "frontend"])
    await ecr.send(new CreateRepositoryCommand({ repositoryName: `ublog-${image}` }));
  await pushVersion("v1");
  await pushVersion("v2");
  await ecs().send(new CreateClusterCommand({ clusterName: "alpha-cluster" }));
  const secret = await secrets.send(new CreateSecretCommand({ Name: "alpha/django", SecretString: "s" }));
  await ssm.send(
    new PutParameterCommand({ Name: "/django/alpha/sentry-dsn", Value: "x", Type: "SecureString" }),
  );
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: "alpha-releases",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
    }),
  );
  const subnets = await defaultSubnets();
  const targets = deployTargetsOf("alpha");
  const templates: Record<string, string> = {};
  for (const process of ["backend_update", "gunicorn", "web-ui", "clearsessions-template"]) {
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/ecs/alpha/${process}` }));
    const { taskDefinition } = await ecs().send(
      new RegisterTaskDefinitionCommand({
        family: `alpha-${process}`,
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: "arn:aws:iam::123456789012:role/alpha-execution",
        taskRoleArn: "arn:aws:iam::123456789012:role/alpha-task",
        containerDefinitions: [
          {
            name: process.replace("-template", ""),
            image: "unreleased",
            memory: 512,
            environment: [{ name: "APP_NAME", value: "alpha" }],
            secrets: [
              { name: "DJANGO_SECRET_KEY", valueFrom: secret.ARN },
              { name: "SENTRY_DSN", valueFrom: "/django/alpha/sentry-dsn" },
            ],
          },
        ],
        tags: [{ key: "app", value: "alpha" }],
      }),
    );
    templates[process] = taskDefinition?.taskDefinitionArn ?? "";
  }
  for (const process of ["gunicorn", "web-ui"])
    await ecs().send(
      new CreateServiceCommand({
        cluster: "alpha-cluster",
        serviceName: `alpha-${process}`,
        taskDefinition: templates[process],
        desiredCount: 0,
      }),
    );
  await ssm.send(
    new PutParameterCommand({
      Name: "/django/ublog/alpha/deploy-targets",
      Type: "String",
      Value: JSON.stringify({
        ...targets,
        images: {
          backend: "123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend",
          frontend: "123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-frontend",
        },
        update: { process: "update", template: templates.backend_update },
        services: [
          { process: "gunicorn", template: templates.gunicorn, firstCount: 2 },
          { process: "frontend", template: templates["web-ui"], image: "frontend", wave: 2 },
        ],
        scheduled: [{ process: "clearsessions", template: templates["clearsessions-template"] }],
        network: { ...targets.network, subnets, securityGroups: [] },
      }),
    }),
  );
  await new ApplicationAutoScalingClient({}).send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "ecs",
      ResourceId: "service/alpha-cluster/alpha-gunicorn",
      ScalableDimension: "ecs:service:DesiredCount",
      MinCapacity: 1,
      MaxCapacity: 4,
    }),
  );
}

/** Moto starts with a VPC; asking for its subnets this way saves the SDK of EC2. */
async function defaultSubnets(): Promise<string[]> {
  const answer = await fetch(moto.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/ec2/aws4_request",
    },
    body: "Action=DescribeSubnets&Version=2016-11-15",
  });
  return [...(await answer.text()).matchAll(/<subnetId>(.+?)<\/subnetId>/g)]
    .slice(0, 2)
    .map((match) => match[1] ?? "");
}

async function describe(process: string) {
  const { services } = await ecs().send(
    new DescribeServicesCommand({ cluster: "alpha-cluster", services: [`alpha-${process}`] }),
  );
  const taskDefinition = services?.[0]?.taskDefinition;
  const revision = await ecs().send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }));
  return { service: services?.[0], ...revision };
}

test("every command, one after the other", async () => {
  const plan = await run("plan v1");
  expect(plan.text).toContain("✓ A release of v1 would change 3 processes.");

  const first = await run("release v1");
  expect(first.text).toContain("✓ v1 is live (release 1).");
  expect(first.exit).toBe(EXIT.done);
  const gunicorn = await describe("gunicorn");
  expect(gunicorn.service?.desiredCount).toBe(2);
  expect(gunicorn.taskDefinition?.revision).toBe(2);
  expect(gunicorn.taskDefinition?.containerDefinitions?.[0]).toMatchObject({
    image: expect.stringMatching(/ublog-backend@sha256:[0-9a-f]{64}$/),
    environment: [
      { name: "APP_NAME", value: "alpha" },
      { name: "APP_VERSION", value: "v1" },
    ],
  });
  const tags = Object.fromEntries((gunicorn.tags ?? []).map(({ key, value }) => [key, value]));
  expect(tags).toEqual({
    app: "alpha",
    [TAG.release]: expect.stringMatching(/^1-[0-9a-f]{8}$/),
    [TAG.version]: "v1",
    [TAG.template]: "alpha-gunicorn:1",
  });

  expect((await run("release v1")).text).toContain("✓ Nothing to change: v1 runs already.");
  expect((await run("release v2")).text).toContain("✓ v2 is live (release 2).");
  expect((await run("rollback")).text).toContain("✓ v1 is back (release 3).");
  expect((await describe("web-ui")).taskDefinition?.revision).toBe(2);

  const status = await run("status");
  expect(status.text).toMatch(/\ngunicorn +v1 +alpha-gunicorn:2 +2\/2 +1–4 +steady\n/);
  const history = await run("history --json");
  expect(JSON.parse(history.text).releases.map((record: { state: string }) => record.state)).toEqual([
    "succeeded",
    "succeeded",
    "succeeded",
  ]);
  expect((await run("scale gunicorn 3")).text).toContain("✓ gunicorn has 3 tasks (before: 2).");
  expect((await run("scale gunicorn 9")).exit).toBe(EXIT.refused);
  expect((await run("restart frontend")).text).toContain("✓ Restarted frontend.");
  const ran = await run("run -- python manage.py check");
  expect(ran.text).toContain("✓ It ended with exit code 0.");
}, 60_000);

test("a release that meets another's lock in the table is refused, and goes through when it is gone", async () => {
  // Two runs at once are tested on the model: moto's server checks a condition and writes in two steps.
  const database = new DynamoDBClient({});
  const key = { pk: { S: "lock" }, sk: { S: "lock" } };
  const holder = { doing: { S: "release v1" }, since: { N: "0" }, actor: { S: "someone" } };
  const lock = { ...key, owner: { S: "them" }, expires: { N: "4102444800000" }, fence: { N: "1000" } };
  const Item = { ...lock, holder: { M: holder } };
  await database.send(new PutItemCommand({ TableName: "alpha-releases", Item }));
  const refused = await run("release v2 --force");
  expect(refused.exit).toBe(EXIT.refused);
  expect(refused.text).toContain("someone holds the release lock: `release v1`, since");
  await database.send(new DeleteItemCommand({ TableName: "alpha-releases", Key: key }));
  expect((await run("release v2 --force")).exit).toBe(EXIT.done);
}, 60_000);

test("the calls that only a release in trouble makes", async () => {
  const { sdkAws } = await import("../src/aws/sdk.ts");
  const aws = sdkAws();
  const cluster = "alpha-cluster";
  const { taskArns } = await aws("ecs.ListTasks", { cluster, family: "alpha-backend_update" });
  const task = taskArns?.[0] ?? "";
  expect((await aws("ecs.StopTask", { cluster, task, reason: "too long" })).task?.stoppedReason).toBe(
    "too long",
  );
  const copy = await aws("ecs.RegisterTaskDefinition", {
    family: "copy",
    containerDefinitions: [{ name: "web", image: "x", memory: 128 }],
  });
  const taskDefinition = copy.taskDefinition?.taskDefinitionArn ?? "";
  const gone = await aws("ecs.DeregisterTaskDefinition", { taskDefinition });
  expect(gone.taskDefinition?.status).toBe("INACTIVE");
  const group = await new ElasticLoadBalancingV2Client({}).send(
    new CreateTargetGroupCommand({ Name: "web", TargetType: "lambda" }),
  );
  const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? "";
  expect(await aws("elbv2.DescribeTargetHealth", { TargetGroupArn })).toMatchObject({
    TargetHealthDescriptions: [],
  });
});

test("what an image is built for, of an index, and of an image that is gone", async () => {
  const { sdkAws } = await import("../src/aws/sdk.ts");
  const { architecturesOf, documentsInEcr } = await import("../src/registry/architectures.ts");
  const { processSurroundings } = await import("../src/main.ts");
  const { aws, registry } = { aws: sdkAws(), registry: processSurroundings.registry };
  const documents = documentsInEcr({ aws, registry }, { account: "123456789012", name: "ublog-backend" });
  const digest = `sha256:${"1".repeat(64)}`;
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const platform = { architecture: "arm64", os: "linux" };
  const { image } = await new ECRClient({}).send(
    new PutImageCommand({
      repositoryName: "ublog-backend",
      imageTag: "index",
      imageManifestMediaType: mediaType,
      imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, manifests: [{ digest, platform }] }),
    }),
  );
  expect(await architecturesOf(documents, image?.imageId?.imageDigest ?? "")).toEqual(["arm64"]);
  expect(await architecturesOf(documents, digest)).toBeUndefined();
  // Moto doesn't know GetDownloadUrlForLayer: its shape is tested on the stand-in, and a release goes on without it.
  await expect(documents.config(digest)).rejects.toThrow();
});

test("the log of a process", async () => {
  const logs = new CloudWatchLogsClient({});
  const stream = { logGroupName: "/ecs/alpha/gunicorn", logStreamName: "gunicorn/gunicorn/0123456789abcdef" };
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(
    new PutLogEventsCommand({
      ...stream,
      logEvents: [{ timestamp: Date.now() - 1000, message: "GET /api/ 200" }],
    }),
  );
  const { exit, text } = await run("logs gunicorn --since 1h");
  expect(exit).toBe(EXIT.done);
  expect(text).toMatch(/Z 01234567 GET \/api\/ 200\n✓ 1 line of \/ecs\/alpha\/gunicorn\.\n$/);
});

test("what isn't there, in AWS's own errors", async () => {
  const refused = await run("release v9");
  expect(refused.exit).toBe(EXIT.refused);
  expect(refused.text).toContain(
    "/ublog-backend` has no image `v9`: build and push it first, or check the version.",
  );
  expect((await run("status --stack beta")).text).toContain(
    "There is no SSM parameter `/django/ublog/beta/deploy-targets`",
  );
});
