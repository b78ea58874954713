import {
  allow,
  allRights,
  ids,
  imagePull,
  logsTo,
  logWriting,
  parameterReading,
  registryLogin,
  secretReading,
} from "../../../support/taskWorld.ts";
import { denied, type TaskCase } from "./taskCase.ts";

const stream = `${ids.logs}:log-stream:web/web/<task id>`;
const noLogs =
  "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times:";
const group = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;

const noImage = (host = "123456789012.dkr.ecr.us-east-1.amazonaws.com", version = ":1") =>
  `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${host}/web${version}: pulling from host ${host} failed with status code [manifests ${version.slice(1)}]: 403 Forbidden.`;

const fips = "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com";
const dualStack = "123456789012.dkr-ecr.us-east-1.on.aws";
const digest = `@sha256:${"0".repeat(64)}`;

const without = (statement: object) => (secret: string) =>
  allRights(secret).filter((right) => right !== statement);

const instead = (statement: object, other: ReturnType<typeof allow>) => (secret: string) => [
  ...without(statement)(secret),
  other,
];

export const executionCases: TaskCase[] = [
  {
    rule: "execution-role-logs-in-to-registry",
    what: "no right to log in",
    parts: { execution: without(registryLogin) },
    message: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied("ecr:GetAuthorizationToken", "*")}`,
  },
  {
    rule: "execution-role-logs-in-to-registry",
    what: "the right to log in to a repository, which there isn't",
    parts: { execution: instead(registryLogin, allow("ecr:*", ids.repository)) },
    message: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied("ecr:GetAuthorizationToken", "*")}`,
  },
  {
    rule: "execution-role-logs-in-to-registry",
    what: "an image that isn't in ECR",
    parts: { execution: without(registryLogin), container: () => ({ image: "nginx" }) },
  },
  {
    rule: "execution-role-pulls-images",
    what: "the rights are for another repository",
    parts: { execution: instead(imagePull, allow("ecr:*", `${ids.repository}-other`)) },
    message: `${noImage()} ${denied("ecr:BatchGetImage", ids.repository)}`,
  },
  {
    rule: "execution-role-pulls-images",
    what: "layers are left out",
    parts: { execution: instead(imagePull, allow("ecr:BatchGetImage", "*")) },
    message: `${noImage()} ${denied("ecr:GetDownloadUrlForLayer", ids.repository)}`,
  },
  ...[fips, dualStack].map(
    (host): TaskCase => ({
      rule: "execution-role-pulls-images",
      what: `an image at ${host}`,
      parts: { execution: without(imagePull), container: () => ({ image: `${host}/web${digest}` }) },
      message: `${noImage(host, digest)} ${denied("ecr:BatchGetImage", ids.repository)}`,
    }),
  ),
  {
    rule: "execution-role-pulls-images",
    what: "half of the rights, to all repositories of the account",
    parts: {
      execution: instead(imagePull, allow("ecr:Batch*", "arn:aws:ecr:us-east-1:123456789012:*")),
    },
    message: `${noImage()} ${denied("ecr:GetDownloadUrlForLayer", ids.repository)}`,
  },
  {
    rule: "execution-role-pulls-images",
    what: "an image that isn't in ECR",
    parts: { execution: without(imagePull), container: () => ({ image: "public.ecr.aws/web:1" }) },
  },
  {
    rule: "execution-role-makes-log-streams",
    what: "the ARN of the group stands for the group alone",
    parts: { execution: instead(logWriting, allow("logs:*", ids.logs)) },
    message: `${noLogs} failed to create Cloudwatch log stream: ${denied("logs:CreateLogStream", stream)} : exit status 1`,
  },
  {
    rule: "execution-role-makes-log-streams",
    what: "the group is to be made, and may not",
    parts: {
      container: () => ({ logConfiguration: logsTo("/ecs/new", { "awslogs-create-group": "true" }) }),
    },
    message: `${noLogs} failed to create Cloudwatch log group: ${denied("logs:CreateLogGroup", `${group("/ecs/new")}:log-stream:`)} : exit status 1`,
  },
  {
    rule: "execution-role-makes-log-streams",
    what: "the group would be made if it weren't there",
    parts: {
      container: () => ({ logConfiguration: logsTo("/ecs/web", { "awslogs-create-group": "true" }) }),
    },
  },
  {
    rule: "execution-role-makes-log-streams",
    what: "another driver",
    parts: {
      execution: without(logWriting),
      container: () => ({
        logConfiguration: { logDriver: "splunk", options: { "splunk-url": "https://s" } },
      }),
    },
  },
  {
    rule: "log-group-exists",
    what: "no group",
    parts: { logGroup: null },
    message: `${noLogs} failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1`,
  },
  {
    rule: "log-group-exists",
    what: "a group of another name",
    parts: { logGroup: "/ecs/wep" },
    message: `${noLogs} failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1`,
  },
  {
    rule: "log-group-exists",
    what: "a group that is to be made",
    parts: {
      logGroup: null,
      container: () => ({ logConfiguration: logsTo("/ecs/new", { "awslogs-create-group": "true" }) }),
      execution: (secret) => [
        registryLogin,
        imagePull,
        secretReading(secret),
        parameterReading,
        allow("logs:*", "*"),
      ],
    },
  },
  {
    rule: "execution-role-writes-logs",
    what: "streams only",
    parts: { execution: instead(logWriting, allow("logs:CreateLogStream", `${ids.logs}:*`)) },
    message: denied("logs:PutLogEvents", stream),
  },
];
