import { OPERATIONS, type OperationName } from "@ublog/app-update/src/aws/operations.ts";
import { expect, test } from "vitest";
import { CALLS } from "../../src/wire/calls.ts";
import { servedEnvironment } from "./support.ts";

/** A call that app-update makes and that isn't answered is a type error here. */
const answered: Record<OperationName, unknown> = CALLS;

const cluster = "shop-cluster";

/** What the SDK makes of an error: its own class, where it has one of that name. */
async function errorOf(call: () => Promise<unknown>) {
  const error = await call().then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { $fault?: string },
  );
  return error && { class: error.constructor.name, name: error.name, fault: error.$fault };
}

const client = (name: string) => ({ class: name, name, fault: "client" });

test("errors are those of the SDK's classes", async () => {
  const { aws } = await servedEnvironment();
  const wrong: [string, () => Promise<unknown>][] = [
    ["ClusterNotFoundException", () => aws("ecs.ListTasks", { cluster: "nowhere" })],
    ["ServiceNotFoundException", () => aws("ecs.UpdateService", { cluster, service: "nothing" })],
    ["ClientException", () => aws("ecs.DescribeTaskDefinition", { taskDefinition: "nothing:1" })],
    [
      "ClientException",
      () => aws("ecs.UpdateService", { cluster, service: "shop-default", taskDefinition: "no" }),
    ],
    ["InvalidParameterException", () => aws("ecs.DescribeServices", { cluster, services: [] })],
    [
      "TargetNotConnectedException",
      () => aws("ecs.ExecuteCommand", { cluster, task: "t", command: "sh", interactive: true }),
    ],
    [
      "ImageNotFoundException",
      () => aws("ecr.DescribeImages", { repositoryName: "x", imageIds: [{ imageTag: "v1-missing" }] }),
    ],
    ...["v 1", "v1@sha256:abc", "../x", "vÄ", ""].map((imageTag): [string, () => Promise<unknown>] => [
      "InvalidParameterException",
      () => aws("ecr.DescribeImages", { repositoryName: "x", imageIds: [{ imageTag }] }),
    ]),
    ...[".hidden", "-x", "v".repeat(129)].map((imageTag): [string, () => Promise<unknown>] => [
      "ImageNotFoundException",
      () => aws("ecr.DescribeImages", { repositoryName: "x", imageIds: [{ imageTag }] }),
    ]),
    [
      "InvalidParameterException",
      () => aws("ecr.DescribeImages", { repositoryName: "x", imageIds: [{ imageDigest: "latest" }] }),
    ],
    [
      "ImageNotFoundException",
      () =>
        aws("ecr.DescribeImages", {
          repositoryName: "x",
          imageIds: [{ imageDigest: `sha256:${"0".repeat(64)}` }],
        }),
    ],
    [
      "InvalidParameterException",
      () => aws("ecs.UpdateService", { cluster, service: "shop-default", desiredCount: 5001 }),
    ],
    [
      "LayersNotFoundException",
      () =>
        aws("ecr.GetDownloadUrlForLayer", {
          repositoryName: "shop-backend",
          layerDigest: `sha256:${"0".repeat(64)}`,
        }),
    ],
    ["TargetGroupNotFoundException", () => aws("elbv2.DescribeTargetHealth", { TargetGroupArn: "arn:none" })],
    ["ParameterNotFound", () => aws("ssm.GetParameter", { Name: "/nowhere" })],
    ["ResourceNotFoundException", () => aws("secretsmanager.DescribeSecret", { SecretId: "nothing" })],
    ["ResourceNotFoundException", () => aws("logs.FilterLogEvents", { logGroupName: "/nowhere" })],
    ["ResourceNotFoundException", () => aws("dynamodb.GetItem", { TableName: "nothing", Key: {} })],
    [
      "ConditionalCheckFailedException",
      () =>
        aws("dynamodb.PutItem", {
          TableName: "shop-releases",
          Item: { pk: { S: "lock" }, sk: { S: "lock" } },
          ConditionExpression: "attribute_exists(pk)",
        }),
    ],
  ];
  for (const [name, call] of wrong) expect(await errorOf(call)).toEqual(client(name));
});

test("a call that fails has changed nothing", async () => {
  const { aws } = await servedEnvironment();
  const service = "shop-default";
  await errorOf(() =>
    aws("ecs.UpdateService", { cluster, service, taskDefinition: "no:1", desiredCount: 3 }),
  );
  const { services } = await aws("ecs.DescribeServices", { cluster, services: [service] });
  expect(services?.[0]?.desiredCount).toBe(0);
});

test("what app-update doesn't call isn't answered, in either protocol, and says so", async () => {
  const { server } = await servedEnvironment();
  expect(Object.keys(answered).sort()).toEqual(Object.keys(OPERATIONS).sort());
  const post = async (headers: Record<string, string>, body: string) => {
    const response = await fetch(server.url, { method: "POST", headers, body });
    return `${response.status} ${await response.text()}`;
  };
  const signed = {
    authorization: "AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-east-1/ecs/aws4_request, Signature=0",
  };
  const target = { "x-amz-target": "AmazonEC2ContainerServiceV20141113.CreateCluster" };
  expect(await post({ ...signed, ...target }, "{}")).toBe(
    '400 {"__type":"UnknownOperationException","message":"The sandbox doesn\'t answer ecs.CreateCluster: it answers the calls that app-update makes."}',
  );
  expect(await post(signed, "Action=CreateUser&Version=2010-05-08")).toContain(
    "<Code>UnknownOperationException</Code><Message>The sandbox doesn't answer iam.CreateUser:",
  );
  expect(await post(target, "{}")).toContain("403 ");
  expect(await post(signed, "")).toBe("404 The sandbox's AWS has no such API.\n");
});
