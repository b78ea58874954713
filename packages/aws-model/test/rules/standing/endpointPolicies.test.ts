import { expect, test } from "vitest";
import { audit } from "../../../src/audit/audit.ts";
import type { Properties } from "../../../src/world/world.ts";
import { allow, allRights, ids, taskWorld } from "../../support/taskWorld.ts";
import { denied } from "./taskCases/taskCase.ts";

const failed =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";

/** What is said of a task whose subnet has an endpoint for a service, with a policy. */
function throughEndpoint(service: string, statements: Properties[]): string[] {
  const { world, secret } = taskWorld();
  const put = (type: string, id: string, state: Properties) =>
    world.put({ type, id, urn: `urn:pulumi:test::ublog::${type}::${id}`, inputs: {}, state });
  const isGateway = service === "s3";
  const policy = JSON.stringify({ Statement: statements });
  put("aws:ec2/vpc:Vpc", "vpc-1", { enableDnsSupport: true, enableDnsHostnames: true });
  put("aws:ec2/subnet:Subnet", "subnet-1", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
  put("aws:ec2/routeTable:RouteTable", "rtb-1", { vpcId: "vpc-1", routes: [] });
  put("aws:ec2/routeTableAssociation:RouteTableAssociation", "a-1", {
    subnetId: "subnet-1",
    routeTableId: "rtb-1",
  });
  put("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce-1", {
    vpcId: "vpc-1",
    serviceName: `com.amazonaws.us-east-1.${service}`,
    vpcEndpointType: isGateway ? "Gateway" : "Interface",
    routeTableIds: isGateway ? ["rtb-1"] : [],
    privateDnsEnabled: !isGateway,
    subnetIds: isGateway ? [] : ["subnet-1"],
    securityGroupIds: [],
    policy,
  });
  return audit(world)
    .filter(({ rule }) => !rule.startsWith("task-reaches-"))
    .map(({ rule, message }) => `${rule}: ${message.replaceAll(secret.id, "SECRET")}`);
}

/** What is said of a task whose role may read its secret only through an endpoint, in a subnet that has one, or has none. */
function onlyThrough(endpoint: string, service: string): string[] {
  const { world, secret } = taskWorld({
    execution: (arn) => [
      ...allRights(arn),
      {
        ...allow("secretsmanager:*", "*", { Effect: "Deny" }),
        Condition: { StringNotEquals: { "aws:SourceVpce": endpoint } },
      },
    ],
  });
  const put = (type: string, id: string, state: Properties) =>
    world.put({ type, id, urn: `urn:pulumi:test::ublog::${type}::${id}`, inputs: {}, state });
  put("aws:ec2/vpc:Vpc", "vpc-1", { enableDnsSupport: true, enableDnsHostnames: true });
  put("aws:ec2/subnet:Subnet", "subnet-1", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
  put("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce-1", {
    vpcId: "vpc-1",
    serviceName: `com.amazonaws.us-east-1.${service}`,
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: ["subnet-1"],
    securityGroupIds: [],
  });
  return audit(world)
    .filter(({ rule }) => !rule.startsWith("task-reaches-"))
    .map(({ rule, message }) => `${rule}: ${message.replaceAll(secret.id, "SECRET")}`);
}

test("a role that may read only through an endpoint", () => {
  const refused =
    `execution-role-reads-secrets: ${failed} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret SECRET from secrets manager: ` +
    denied("secretsmanager:GetSecretValue", "SECRET", "with an explicit deny in an identity-based policy");
  expect(onlyThrough("vpce-1", "secretsmanager")).toEqual([]);
  expect(onlyThrough("vpce-2", "secretsmanager")).toEqual([refused]);
  // The endpoint is for something else: the request goes over the internet.
  expect(onlyThrough("vpce-1", "logs")).toEqual([refused]);
});

const everyone = (action: string, resource = "*", more: Properties = {}) => ({
  ...allow(action, resource),
  Principal: "*",
  ...more,
});

const layers = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*";

test.each([
  ["logs", everyone("logs:*")],
  ["logs", everyone("logs:*", "*", { Principal: { AWS: ids.execution } })],
  ["logs", everyone("logs:*", "*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })],
  ["ecr.api", everyone("ecr:GetAuthorizationToken")],
  ["ecr.dkr", everyone("ecr:*", ids.repository)],
  ["s3", everyone("s3:GetObject", layers)],
  ["ssm", everyone("ssm:GetParameters", ids.parameter)],
])("an endpoint for %s that lets pass what a task needs: %j", (service, statement) => {
  expect(throughEndpoint(service, [statement])).toEqual([]);
});

const stopped = (action: string) => `because no VPC endpoint policy allows the ${action} action`;

test.each([
  [
    "secretsmanager",
    everyone("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:other-*"),
    [
      `execution-role-reads-secrets: ${failed} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret SECRET from secrets manager: ${denied("secretsmanager:GetSecretValue", "SECRET", stopped("secretsmanager:GetSecretValue"))}`,
    ],
  ],
  [
    "ecr.api",
    everyone("ecr:*", ids.repository),
    [
      `execution-role-logs-in-to-registry: ${failed} unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied("ecr:GetAuthorizationToken", "*", stopped("ecr:GetAuthorizationToken"))}`,
    ],
  ],
  [
    "logs",
    everyone("logs:CreateLogStream"),
    [
      `execution-role-writes-logs: ${denied("logs:PutLogEvents", `${ids.logs}:log-stream:web/web/<task id>`, stopped("logs:PutLogEvents"))}`,
    ],
  ],
  [
    "s3",
    everyone("s3:*", "arn:aws:s3:::shop-assets/*"),
    [
      `endpoint-hands-out-layers: CannotPullContainerError: failed to pull 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1: failed to copy: httpReadSeeker: failed open: unexpected status code https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com: 403 Forbidden. The policy of endpoint vpce-1 (vpce-1) does not allow s3:GetObject on ${layers}.`,
    ],
  ],
])("an endpoint for %s with a policy that stops a task", (service, statement, messages) => {
  expect(throughEndpoint(service, [statement])).toEqual(messages);
});

test("an endpoint whose policy denies something, whatever else it allows", () => {
  const [message] = throughEndpoint("logs", [
    everyone("*"),
    everyone("logs:CreateLogStream", "*", { Effect: "Deny" }),
  ]);
  expect(message).toContain(" with an explicit deny in a VPC endpoint policy : exit status 1");
});
