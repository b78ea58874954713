import { expect, test } from "vitest";
import { type Exported, interruptedIn, recovered } from "../src/recovery/interrupted.ts";
import { knownTypes, lookUp } from "../src/recovery/lookup.ts";
import { overlooked, questions, refusal } from "../src/recovery/report.ts";

const account = { partition: "aws", account: "123456789012" };
const region = "us-east-1";

test.each([
  ["aws:s3/bucket:Bucket", { bucket: "assets-1" }, "assets-1"],
  ["aws:iam/rolePolicy:RolePolicy", { role: "task", name: "own" }, "task:own"],
  ["aws:scheduler/schedule:Schedule", { groupName: "alpha", name: "sessions" }, "alpha/sessions"],
  ["aws:ecs/cluster:Cluster", { name: "alpha", region }, "arn:aws:ecs:us-east-1:123456789012:cluster/alpha"],
  [
    "aws:ecs/service:Service",
    { cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/alpha", name: "web", region },
    "arn:aws:ecs:us-east-1:123456789012:service/alpha/web",
  ],
  [
    "aws:route53/record:Record",
    { zoneId: "Z1", name: "_A.example.com.", type: "CNAME" },
    "Z1__a.example.com_CNAME",
  ],
  ["aws:ec2/route:Route", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" }, "r-rtb-11080289494"],
])("the id of %s is known from its inputs", (type, inputs, id) => {
  expect(lookUp(type, inputs, account)).toEqual({ kind: "id", id });
});

test.each([
  [
    "aws:ec2/vpc:Vpc",
    { cidrBlock: "10.0.0.0/16", tags: { Name: "base" }, region },
    "aws ec2 describe-vpcs --filters Name=cidr,Values=10.0.0.0/16 Name=tag:Name,Values=base --region us-east-1 --query 'Vpcs[].VpcId' --output text",
    { cidrBlock: "10.0.0.0/16", "tags.Name": "base" },
  ],
  [
    "aws:ec2/natGateway:NatGateway",
    { subnetId: "subnet-1", tags: { Name: "base-1" }, region },
    "aws ec2 describe-nat-gateways --filter Name=subnet-id,Values=subnet-1 Name=tag:Name,Values=base-1 Name=state,Values=pending,available --region us-east-1 --query 'NatGateways[].NatGatewayId' --output text",
    { subnetId: "subnet-1", "tags.Name": "base-1" },
  ],
  [
    "aws:servicediscovery/service:Service",
    { name: "gunicorn", dnsConfig: { namespaceId: "ns-1" }, region },
    "aws servicediscovery list-services --filters Name=NAMESPACE_ID,Values=ns-1 --region us-east-1 --query 'Services[?Name=='\\''gunicorn'\\''].Id' --output text",
    { name: "gunicorn", "dnsConfig.namespaceId": "ns-1" },
  ],
  [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { securityGroupId: "sg-1", cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 80, toPort: 80, region },
    "aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-1 --region us-east-1 --query 'SecurityGroupRules[?IsEgress==`false` && CidrIpv4=='\\''0.0.0.0/0'\\'' && IpProtocol=='\\''tcp'\\'' && FromPort==`80` && ToPort==`80`].SecurityGroupRuleId' --output text",
    { securityGroupId: "sg-1", cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: "80", toPort: "80" },
  ],
])("the command that finds %s", (type, inputs, command, by) => {
  expect(lookUp(type, inputs, account)).toMatchObject({ kind: "find", command, by });
});

test.each([
  [
    "aws:ecs/cluster:Cluster",
    { name: "alpha", region },
    "aws ecs describe-clusters --clusters alpha --region us-east-1 --query 'clusters[?status=='\\''ACTIVE'\\''].clusterArn' --output text",
  ],
  [
    "aws:sns/topic:Topic",
    { name: "alarms", region },
    "aws sns list-topics --region us-east-1 --query 'Topics[?ends_with(TopicArn, '\\'':alarms'\\'')].TopicArn' --output text",
  ],
])("where nothing tells the account yet, a person is asked for the ARN of %s", (type, inputs, command) => {
  expect(lookUp(type, inputs, undefined)).toMatchObject({ kind: "find", command, by: { name: inputs.name } });
});

test("nothing is asked where making it again does no harm, and nothing is guessed", () => {
  expect(lookUp("random:index/randomId:RandomId", {}, undefined)).toEqual({ kind: "again" });
  expect(lookUp("aws:s3/bucketPolicy:BucketPolicy", {}, account)).toEqual({ kind: "again" });
  expect(lookUp("aws:glue/job:Job", { name: "x" }, account)).toEqual({ kind: "unknown" });
  expect(lookUp("aws:s3/bucket:Bucket", { bucket: { ciphertext: "x" } }, account)).toEqual({
    kind: "unknown",
  });
});

test("no type fails for inputs that aren't there", () => {
  for (const type of knownTypes()) expect(lookUp(type, {}, account).kind).toMatch(/^(again|unknown|id)$/);
});

const urn = (type: string, name: string) => `urn:pulumi:base::ublog::${type}::${name}`;
const vpcType = "aws:ec2/vpc:Vpc";
const vpc = {
  urn: urn(vpcType, "base"),
  type: vpcType,
  inputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "base" } },
};
const bucketType = "aws:s3/bucket:Bucket";
const bucket = {
  urn: urn(bucketType, "assets"),
  type: bucketType,
  inputs: { bucket: "assets-2", __defaults: ["bucket"] },
};
const exported: Exported = {
  deployment: {
    resources: [{ ...bucket, id: "assets-1", inputs: { bucket: "assets-1" } }],
    pending_operations: [
      { type: "creating", resource: vpc },
      { type: "creating", resource: bucket },
      { type: "deleting", resource: { ...bucket, urn: urn(bucketType, "logs"), id: "logs-1" } },
    ],
  },
};

test("what was being made is asked for; changes and deletions are done again", () => {
  expect(
    interruptedIn(exported).map(({ operation, name, lookup }) => [operation, name, lookup.kind]),
  ).toEqual([
    ["creating", "Vpc/base", "find"],
    ["creating", "Bucket/assets", "id"],
    ["deleting", "Bucket/logs", "again"],
  ]);
});

test("what is there becomes a resource", () => {
  const { deployment } = recovered(exported, new Map([[vpc.urn, ["vpc-1"]]]));
  expect(deployment).toEqual({
    resources: [
      ...(exported.deployment.resources ?? []),
      { ...vpc, id: "vpc-1", outputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "base" } } },
    ],
  });
});

test("what the stack has stays, for others depend on it; what was made besides it goes next", () => {
  const { deployment } = recovered(exported, new Map([[bucket.urn, ["assets-2"]]]));
  expect(deployment.resources).toEqual([
    { ...bucket, id: "assets-1", inputs: { bucket: "assets-1" } },
    { ...bucket, id: "assets-2", outputs: { bucket: "assets-2" }, delete: true },
  ]);
  expect(recovered(exported, new Map([[bucket.urn, ["assets-1"]]])).deployment.resources).toEqual(
    exported.deployment.resources,
  );
});

test("of what several runs were cut off from, one is taken, and the others go next", () => {
  const again: Exported = {
    deployment: {
      resources: [],
      pending_operations: [
        { type: "creating", resource: vpc },
        { type: "creating", resource: vpc },
        { type: "creating", resource: bucket },
        { type: "creating", resource: { ...bucket, inputs: { bucket: "assets-3" } } },
      ],
    },
  };
  expect(interruptedIn(again).map(({ name, lookup }) => [name, lookup.kind])).toEqual([
    ["Vpc/base", "find"],
    ["Bucket/assets", "id"],
    ["Bucket/assets", "id"],
  ]);
  const found = new Map([
    [vpc.urn, ["vpc-1", "vpc-2"]],
    [bucket.urn, ["assets-2", "assets-3"]],
  ]);
  expect(
    recovered(again, found).deployment.resources?.map(({ id, outputs, delete: goes }) => [id, outputs, goes]),
  ).toEqual([
    ["vpc-1", vpc.inputs, undefined],
    ["vpc-2", vpc.inputs, true],
    ["assets-2", { bucket: "assets-2" }, undefined],
    ["assets-3", { bucket: "assets-3" }, true],
  ]);
});

test("the report says what to ask and what to answer", () => {
  const open = interruptedIn(exported).filter(({ lookup }) => lookup.kind === "find");
  expect(
    questions("base", open),
  ).toBe(`base was cut off while a resource was being made, and nobody noted whether AWS made it. Nothing was changed now.
Don't run \`pulumi up\` yet: it would make it a second time. (If an update is running right now, wait for it to end instead.) Ask AWS for this:

  Vpc/base
    aws ec2 describe-vpcs --filters Name=cidr,Values=10.0.0.0/16 Name=tag:Name,Values=base --query 'Vpcs[].VpcId' --output text

Then run this with the id that each command printed; where one printed nothing, None or that there is no such thing, write --absent instead. Of several ids, leave out those that a stack has.

  npx -y pnpm@12 ublog recover --stack=base --found=Vpc/base=ID
  npx -y pnpm@12 ublog recover --stack=base --absent=Vpc/base`);
  expect(questions("base", [{ ...open[0], present: "vpc-1" } as (typeof open)[number]])).toContain(
    "--output text\n    Not vpc-1: the stack has it. Is there another one?\n\nThen run",
  );
  expect(refusal("base", ["creating urn:a", "deleting urn:b"])).toBe(
    "base was cut off in the middle of 2 operations: creating urn:a, deleting urn:b. Recover it first, so that nothing is made twice: npx -y pnpm@12 ublog recover --stack=base",
  );
});

test("what AWS may have without the state's knowing it is listed, with how to find it", () => {
  const interrupted = interruptedIn(exported);
  const trail = [
    "CloudTrail lists all that was made and changed since the run began (write its time; for IAM, CloudFront and Route 53 in us-east-1):",
    "  aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --start-time TIME --query 'Events[].[EventTime,EventName,Resources[0].ResourceName]' --output text",
    "Delete what is in no stack by hand, or take it in with `pulumi import`.",
  ];
  const more =
    "AWS may have more than the state knows: a request that was under way can still be carried out after the run was cut off, and then costs money.";
  expect(overlooked(interrupted, () => true)).toEqual(["", more, ...trail]);
  expect(overlooked(interrupted, ({ name }) => name !== "Vpc/base")).toEqual([
    "",
    more,
    "Look again in some minutes for what was not found:",
    "  Vpc/base: aws ec2 describe-vpcs --filters Name=cidr,Values=10.0.0.0/16 Name=tag:Name,Values=base --query 'Vpcs[].VpcId' --output text",
    ...trail,
  ]);
  const changes = interrupted.filter(({ operation }) => operation !== "creating");
  expect(overlooked(changes, () => false)).toEqual([]);
});
