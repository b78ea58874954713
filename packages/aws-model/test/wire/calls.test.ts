import { expect, test } from "vitest";
import { servedEnvironment } from "./support.ts";

const cluster = "shop-cluster";
const arn = (resource: string) => `arn:aws:ecs:us-east-1:123456789012:${resource}`;

test("clusters and services are those of the stack, in the form of ECS", async () => {
  const { aws } = await servedEnvironment();
  expect(await aws("ecs.DescribeClusters", { clusters: [cluster, "other"] })).toMatchObject({
    clusters: [{ clusterArn: arn("cluster/shop-cluster"), clusterName: cluster, status: "ACTIVE" }],
    failures: [{ arn: arn("cluster/other"), reason: "MISSING" }],
  });
  const { services } = await aws("ecs.DescribeServices", { cluster, services: ["shop-gunicorn"] });
  expect(services).toMatchObject([
    {
      serviceArn: arn("service/shop-cluster/shop-gunicorn"),
      status: "ACTIVE",
      taskDefinition: arn("task-definition/shop-gunicorn:1"),
      desiredCount: 0,
      runningCount: 0,
      enableExecuteCommand: true,
      healthCheckGracePeriodSeconds: 60,
      capacityProviderStrategy: [{ base: 0, capacityProvider: "FARGATE_SPOT", weight: 1 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ["subnet-1"],
          securityGroups: ["sg-1"],
          assignPublicIp: "DISABLED",
        },
      },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
      createdAt: new Date("2026-01-01T00:00:00Z"),
    },
  ]);
});

test("a template reads as ECS would give it back, tags too", async () => {
  const { aws, made } = await servedEnvironment();
  const { taskDefinition, tags } = await aws("ecs.DescribeTaskDefinition", {
    taskDefinition: "shop-default",
    include: ["TAGS"],
  });
  expect(tags).toEqual([{ key: "app", value: "shop" }]);
  expect(taskDefinition).toMatchObject({
    taskDefinitionArn: arn("task-definition/shop-default:1"),
    family: "shop-default",
    revision: 1,
    status: "ACTIVE",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    executionRoleArn: "arn:aws:iam::123456789012:role/shop-execution",
    taskRoleArn: "arn:aws:iam::123456789012:role/shop-task",
    requiresCompatibilities: ["FARGATE"],
    runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    ephemeralStorage: { sizeInGiB: 30 },
    volumes: [{ name: "tmp", host: {} }],
    containerDefinitions: [
      {
        name: "default",
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-backend:latest",
        environment: [{ name: "APP_NAME", value: "shop" }],
        secrets: [{ name: "DJANGO_SECRET_KEY", valueFrom: made.secret.id }],
      },
    ],
  });
  expect(taskDefinition).not.toHaveProperty("ipcMode");
});

test("revisions are registered, listed and deregistered; Pulumi goes on counting after them", async () => {
  const { aws, account, made } = await servedEnvironment();
  const { taskDefinition } = await aws("ecs.RegisterTaskDefinition", {
    family: "shop-default",
    containerDefinitions: [{ name: "default", image: "nginx" }],
    tags: [{ key: "release", value: "one" }],
  });
  expect(taskDefinition?.taskDefinitionArn).toBe(arn("task-definition/shop-default:2"));
  const again = account.create("aws:ecs/taskDefinition:TaskDefinition", "again", {
    ...made.templates.default.inputs,
    memory: "1024",
  });
  expect(again.state.revision).toBe(3);
  const list = (status: "ACTIVE" | "INACTIVE") =>
    aws("ecs.ListTaskDefinitions", { familyPrefix: "shop-default", status, sort: "DESC" });
  expect((await list("ACTIVE")).taskDefinitionArns).toEqual(
    [3, 2, 1].map((revision) => arn(`task-definition/shop-default:${revision}`)),
  );
  await aws("ecs.DeregisterTaskDefinition", { taskDefinition: "shop-default:2" });
  expect((await list("ACTIVE")).taskDefinitionArns).toHaveLength(2);
  expect((await list("INACTIVE")).taskDefinitionArns).toEqual([arn("task-definition/shop-default:2")]);
  expect(
    (await aws("ecs.DescribeTaskDefinition", { taskDefinition: "shop-default:2", include: ["TAGS"] })).tags,
  ).toEqual([{ key: "release", value: "one" }]);
});

test("a revision that the rules would refuse in a stack is refused, and isn't there", async () => {
  const { aws } = await servedEnvironment();
  const register = (memory: string) =>
    aws("ecs.RegisterTaskDefinition", {
      family: "shop-default",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory,
      containerDefinitions: [{ name: "default", image: "nginx" }],
    });
  await expect(register("4096")).rejects.toMatchObject({
    name: "ClientException",
    message:
      "No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.\n(sandbox rule fargate-size, see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size)",
  });
  expect((await register("1024")).taskDefinition?.revision).toBe(2);
});

test("a one-off task runs, writes its log and ends as time passes", async () => {
  const { aws, seconds } = await servedEnvironment();
  const { tasks } = await aws("ecs.RunTask", { cluster, taskDefinition: "shop-backend_update" });
  const task = tasks?.[0]?.taskArn ?? "";
  const describe = async () => (await aws("ecs.DescribeTasks", { cluster, tasks: [task] })).tasks?.[0];
  expect((await describe())?.lastStatus).toBe("PROVISIONING");
  seconds(20);
  expect((await describe())?.lastStatus).toBe("RUNNING");
  seconds(20);
  expect(await describe()).toMatchObject({
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    startedAt: new Date("2026-01-01T00:00:15Z"),
    containers: [{ name: "backend_update", exitCode: 0 }],
  });
  const { events } = await aws("logs.GetLogEvents", {
    logGroupName: "/ecs/shop/backend_update",
    logStreamName: `backend_update/backend_update/${task.split("/").at(-1)}`,
    startFromHead: true,
  });
  expect(events?.[0]).toMatchObject({ message: "Running migrations:", timestamp: 1767225615000 });
  const found = await aws("logs.FilterLogEvents", { logGroupName: "/ecs/shop/backend_update" });
  expect(found.events).toHaveLength(3);
});

test("a service's tasks write what gunicorn does, and a line for each health check while they run", async () => {
  const { aws, seconds } = await servedEnvironment();
  const service = "shop-gunicorn";
  const lines = async () =>
    (await aws("logs.FilterLogEvents", { logGroupName: "/ecs/shop/gunicorn" })).events?.map(
      ({ message, timestamp }) => [new Date(timestamp ?? 0).toISOString().slice(11, 19), message],
    );
  expect(await lines()).toEqual([]);
  await aws("ecs.UpdateService", { cluster, service, desiredCount: 1 });
  seconds(40);
  const check = (time: string) =>
    `10.0.0.12 - - [01/Jan/2026:${time} +0000] "GET /api/health-check/ HTTP/1.1" 200 2 "-" "ELB-HealthChecker/2.0"`;
  const started = [
    ["00:00:16", "[2026-01-01 00:00:16 +0000] [1] [INFO] Starting gunicorn 23.0.0"],
    ["00:00:17", "[2026-01-01 00:00:17 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)"],
    ["00:00:18", "[2026-01-01 00:00:18 +0000] [1] [INFO] Using worker: gthread"],
    ["00:00:19", "[2026-01-01 00:00:19 +0000] [7] [INFO] Booting worker with pid: 7"],
  ];
  expect(await lines()).toEqual([...started, ...["00:00:26", "00:00:36"].map((time) => [time, check(time)])]);
  // Of a long time the last ones.
  seconds(3600);
  expect((await lines())?.slice(4).map(([time]) => time)).toEqual([
    "00:00:26",
    "00:00:36",
    "01:00:06",
    "01:00:16",
    "01:00:26",
    "01:00:36",
  ]);
  expect(await lines()).toHaveLength(10);
});

test("a service's tasks get healthy behind the load balancer, and a task that is stopped is replaced", async () => {
  const { aws, seconds, made } = await servedEnvironment();
  const service = "shop-gunicorn";
  await aws("ecs.UpdateService", { cluster, service, desiredCount: 2 });
  seconds(20);
  const health = async () =>
    (
      await aws("elbv2.DescribeTargetHealth", { TargetGroupArn: made.targetGroup.id })
    ).TargetHealthDescriptions?.map(({ Target, TargetHealth }) => [Target?.Port, TargetHealth?.State]);
  expect(await health()).toEqual([
    [8000, "initial"],
    [8000, "initial"],
  ]);
  seconds(60);
  expect(await health()).toEqual([
    [8000, "healthy"],
    [8000, "healthy"],
  ]);
  const { taskArns = [] } = await aws("ecs.ListTasks", { cluster, serviceName: service });
  expect(taskArns).toHaveLength(2);
  await aws("ecs.StopTask", { cluster, task: taskArns[0], reason: "for a test" });
  seconds(120);
  const after = await aws("ecs.DescribeServices", { cluster, services: [service] });
  expect(after.services?.[0]).toMatchObject({ desiredCount: 2, runningCount: 2, pendingCount: 0 });
});

test("the registry has every version but those said to be missing", async () => {
  const { aws } = await servedEnvironment();
  const image = (imageTag: string) =>
    aws("ecr.DescribeImages", { repositoryName: "shop-backend", imageIds: [{ imageTag }] });
  const { imageDetails } = await image("v1.2.3");
  expect(imageDetails?.[0]).toMatchObject({
    registryId: "123456789012",
    repositoryName: "shop-backend",
    imageTags: ["v1.2.3"],
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    imagePushedAt: new Date("2026-01-01T00:00:00Z"),
  });
  expect((await image("v1.2.3")).imageDetails).toEqual(imageDetails);
  await expect(image("v1.2.3-missing")).rejects.toMatchObject({
    name: "ImageNotFoundException",
    message: expect.stringContaining("v1.2.3-missing"),
  });
  const [known] = imageDetails ?? [];
  const byDigest = await aws("ecr.DescribeImages", {
    repositoryName: "shop-backend",
    imageIds: [{ imageDigest: known?.imageDigest }],
  });
  expect(byDigest.imageDetails?.[0]?.imageTags).toEqual(["v1.2.3"]);
});

test("an image is an index of two architectures with attestations, or the manifest of the one its tag says", async () => {
  const { aws } = await servedEnvironment();
  const repositoryName = "shop-backend";
  const pushed = async (imageTag: string) => {
    await aws("ecr.DescribeImages", { repositoryName, imageIds: [{ imageTag }] });
    const { images } = await aws("ecr.BatchGetImage", { repositoryName, imageIds: [{ imageTag }] });
    return JSON.parse(images?.[0]?.imageManifest ?? "");
  };
  expect((await pushed("v1")).manifests.map(({ platform }: { platform: object }) => platform)).toEqual([
    { architecture: "amd64", os: "linux" },
    { architecture: "arm64", os: "linux" },
    { architecture: "unknown", os: "unknown" },
  ]);
  const { config } = await pushed("v1-arm64");
  const layer = { repositoryName, layerDigest: config.digest };
  const { downloadUrl = "" } = await aws("ecr.GetDownloadUrlForLayer", layer);
  expect(await (await fetch(downloadUrl)).json()).toEqual({ architecture: "arm64", os: "linux" });
  const none = await aws("ecr.BatchGetImage", { repositoryName, imageIds: [{ imageTag: "v2" }] });
  expect(none).toMatchObject({ images: [], failures: [{ failureCode: "ImageNotFound" }] });
});

test("parameters, secrets, autoscaling and the caller are those of the stack and the sandbox", async () => {
  const { aws, account, made } = await servedEnvironment();
  account.create("aws:appautoscaling/target:Target", "scaling", {
    serviceNamespace: "ecs",
    resourceId: "service/shop-cluster/shop-default",
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 0,
    maxCapacity: 4,
  });
  const { Parameter } = await aws("ssm.GetParameter", { Name: "/django/ublog/shop/deploy-targets" });
  expect(Parameter).toMatchObject({ Type: "String", Version: 1, Value: made.parameter.state.value });
  expect(
    (
      await aws("ssm.DescribeParameters", {
        ParameterFilters: [
          { Key: "Name", Option: "Equals", Values: ["/nowhere", "/django/ublog/shop/deploy-targets"] },
        ],
      })
    ).Parameters?.map(({ Name }) => Name),
  ).toEqual(["/django/ublog/shop/deploy-targets"]);
  const secret = await aws("secretsmanager.DescribeSecret", { SecretId: made.secret.id });
  expect(secret.Name).toBe("shop-key");
  expect(Object.values(secret.VersionIdsToStages ?? {})).toEqual([["AWSCURRENT"]]);
  expect(secret.DeletedDate).toBeUndefined();
  account.remove(made.secret);
  expect((await aws("secretsmanager.DescribeSecret", { SecretId: "shop-key" })).DeletedDate).toEqual(
    new Date("2026-01-01T00:00:00Z"),
  );
  const scaling = await aws("scaling.DescribeScalableTargets", {
    ServiceNamespace: "ecs",
    ResourceIds: ["service/shop-cluster/shop-default", "service/shop-cluster/shop-gunicorn"],
  });
  expect(scaling.ScalableTargets).toMatchObject([
    { ResourceId: "service/shop-cluster/shop-default", MinCapacity: 0, MaxCapacity: 4 },
  ]);
  expect((await aws("sts.GetCallerIdentity", {})).Arn).toBe("arn:aws:iam::123456789012:user/sandbox");
  const allowed = await aws("iam.SimulatePrincipalPolicy", {
    PolicySourceArn: "arn:aws:iam::123456789012:user/sandbox",
    ActionNames: ["ecs:RunTask", "ecs:StopTask"],
    ResourceArns: ["a<b>&c"],
  });
  expect(allowed.EvaluationResults).toMatchObject([
    { EvalActionName: "ecs:RunTask", EvalResourceName: "a<b>&c", EvalDecision: "allowed" },
    { EvalActionName: "ecs:StopTask", EvalResourceName: "a<b>&c", EvalDecision: "allowed" },
  ]);
});

test("a table keeps items, and checks conditions", async () => {
  const { aws } = await servedEnvironment();
  const TableName = "shop-releases";
  const key = (sk: string) => ({ pk: { S: "release" }, sk: { S: sk } });
  for (const sk of ["2", "1", "3"]) await aws("dynamodb.PutItem", { TableName, Item: key(sk) });
  const { Items, LastEvaluatedKey } = await aws("dynamodb.Query", {
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: "release" } },
    ScanIndexForward: false,
    Limit: 2,
  });
  expect(Items).toEqual([key("3"), key("2")]);
  expect(LastEvaluatedKey).toEqual(key("2"));
  const updated = await aws("dynamodb.UpdateItem", {
    TableName,
    Key: key("1"),
    UpdateExpression: "SET fence = if_not_exists(fence, :zero) + :one",
    ExpressionAttributeValues: { ":zero": { N: "0" }, ":one": { N: "1" } },
    ReturnValues: "ALL_NEW",
  });
  expect(updated.Attributes).toEqual({ ...key("1"), fence: { N: "1" } });
  expect((await aws("dynamodb.GetItem", { TableName, Key: key("1") })).Item?.fence).toEqual({ N: "1" });
  expect((await aws("dynamodb.GetItem", { TableName, Key: key("9") })).Item).toBeUndefined();
});

test("another region is another place", async () => {
  const { server } = await servedEnvironment();
  const { sdkAws } = await import("@ublog/app-update/src/aws/sdk.ts");
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const elsewhere = sdkAws("eu-west-1");
  expect((await elsewhere("ecs.DescribeClusters", { clusters: [cluster] })).clusters).toEqual([]);
  await expect(
    elsewhere("ssm.GetParameter", { Name: "/django/ublog/shop/deploy-targets" }),
  ).rejects.toMatchObject({
    name: "ParameterNotFound",
  });
});
