import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { inProcess } from "../../src/inProcess/inProcess.ts";

test("a program's resources come into the world, with their inputs and what they wait for", async () => {
  const { world, run } = inProcess();
  const { resources, outputs } = await run("one", async () => {
    const topic = new aws.sns.Topic("news", { name: "news" });
    new aws.sns.TopicSubscription("mail", { topic, protocol: "email", endpoint: "a@example.com" });
    return { arn: topic.arn };
  });
  const urn = "urn:pulumi:one::ublog";
  expect(outputs).toEqual({ arn: "arn:aws:sns:us-east-1:123456789012:news" });
  expect(resources.map((made) => made.urn)).toEqual([
    `${urn}::pulumi:pulumi:Stack::ublog-one`,
    `${urn}::aws:sns/topic:Topic::news`,
    `${urn}::aws:sns/topicSubscription:TopicSubscription::mail`,
  ]);
  expect(resources[2]).toMatchObject({
    type: "aws:sns/topicSubscription:TopicSubscription",
    name: "mail",
    custom: true,
    parent: `${urn}::pulumi:pulumi:Stack::ublog-one`,
    inputs: { topic: outputs.arn, protocol: "email", endpoint: "a@example.com", region: "us-east-1" },
    dependencies: [`${urn}::aws:sns/topic:Topic::news`],
    propertyDependencies: { topic: [`${urn}::aws:sns/topic:Topic::news`] },
  });
  expect(world.resources("aws:sns/topic:Topic").map(({ id }) => id)).toEqual([outputs.arn]);
});

test("a VPC of awsx gets its children, under the URNs of the engine", async () => {
  const { run } = inProcess();
  const { resources, outputs } = await run("net", async () => {
    const vpc = new awsx.ec2.Vpc("net", {
      cidrBlock: "10.0.0.0/16",
      numberOfAvailabilityZones: 2,
      natGateways: { strategy: "None" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public", name: "public", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] }],
    });
    return { zone: vpc.subnets.apply((subnets) => subnets[0]?.availabilityZone) };
  });
  expect(outputs).toEqual({ zone: "us-east-1a" });
  expect(resources.filter(({ type }) => type === "aws:ec2/route:Route").map(({ urn }) => urn)).toEqual([
    "urn:pulumi:net::ublog::awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::net-public-1",
    "urn:pulumi:net::ublog::awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::net-public-2",
  ]);
});

test("a later stack reads what an earlier one returned, and config comes with its region", async () => {
  const { run } = inProcess({ region: "eu-west-1" });
  await run("first", async () => ({ answer: 42 }));
  const read = (name: string) =>
    run(
      "second",
      async () => {
        const found = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
        return { found, size: new pulumi.Config("ublog").require("size"), region: aws.config.region };
      },
      { "ublog:size": "large" },
    );
  expect((await read("organization/ublog/first")).outputs).toEqual({
    found: { name: "organization/ublog/first", outputs: { answer: 42 } },
    size: "large",
    region: "eu-west-1",
  });
  await expect(read("organization/ublog/third")).rejects.toThrow('unknown stack "organization/ublog/third"');
});

test("what a provider refuses is an error with the resource's name", async () => {
  const { run } = inProcess();
  await expect(
    run("one", async () => {
      new aws.cloudwatch.LogGroup("a", { name: "log" });
      new aws.cloudwatch.LogGroup("b", { name: "log" });
    }),
  ).rejects.toThrow(
    "aws:cloudwatch/logGroup:LogGroup b: creating CloudWatch Logs Log Group (log): operation error CloudWatch Logs: CreateLogGroup, https response error StatusCode: 400, ResourceAlreadyExistsException: The specified log group already exists",
  );
  await expect(
    run("two", async () => {
      new aws.sqs.Queue("q", { delaySeconds: "many" as unknown as number });
    }),
  ).rejects.toThrow("aws:sqs/queue:Queue q: expected a number");
});
