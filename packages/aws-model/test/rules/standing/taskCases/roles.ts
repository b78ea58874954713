import { allow, allRights, ids, trustOf } from "../../../support/taskWorld.ts";
import { denied, type TaskCase } from "./taskCase.ts";

const cannotAssume = (role: string) =>
  `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;

const from = (account: string, arn: string) => ({
  StringEquals: { "aws:SourceAccount": account },
  ArnLike: { "aws:SourceArn": arn },
});

export const roleCases: TaskCase[] = [
  {
    rule: "ecs-assumes-roles",
    what: "the execution role is one for EC2",
    parts: { trust: trustOf("ec2.amazonaws.com") },
    message: cannotAssume(ids.execution),
  },
  {
    rule: "ecs-assumes-roles",
    what: "the task's role is one for the service's scheduler",
    parts: { taskTrust: trustOf("ecs.amazonaws.com") },
    message: cannotAssume(ids.task),
  },
  {
    rule: "ecs-assumes-roles",
    what: "there is no such role",
    parts: { definition: { executionRoleArn: `${ids.execution}2` } },
    message: cannotAssume(`${ids.execution}2`),
  },
  {
    rule: "ecs-assumes-roles",
    what: "trust in another account only",
    parts: {
      trust: trustOf("ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceAccount": "210987654321" } }),
    },
    message: cannotAssume(ids.execution),
  },
  {
    rule: "ecs-assumes-roles",
    what: "trust in one cluster only, which ECS doesn't name",
    parts: {
      trust: trustOf("ecs-tasks.amazonaws.com", from("123456789012", ids.cluster)),
    },
    message: cannotAssume(ids.execution),
  },
  {
    rule: "ecs-assumes-roles",
    what: "trust in those who know an external id, which ECS doesn't",
    parts: {
      trust: trustOf("ecs-tasks.amazonaws.com", { StringEquals: { "sts:ExternalId": "shop" } }),
    },
    message: cannotAssume(ids.execution),
  },
  {
    rule: "ecs-assumes-roles",
    what: "trust in several services, to do several things",
    parts: {
      trust: {
        ...trustOf(""),
        Action: ["sts:TagSession", "sts:AssumeRole"],
        Principal: { Service: ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] },
      },
    },
  },
  {
    rule: "ecs-assumes-roles",
    what: "trust in the account's tasks in this region",
    parts: {
      trust: trustOf("ecs-tasks.amazonaws.com", from("123456789012", "arn:aws:ecs:us-east-1:123456789012:*")),
    },
  },
  {
    rule: "execution-role-reads-secrets",
    what: "the boundary leaves out secrets",
    parts: { boundary: [allow(["ecr:*", "logs:*", "ssm:*"], "*")] },
    message: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret SECRET from secrets manager: ${denied(
      "secretsmanager:GetSecretValue",
      "SECRET",
      "because no permissions boundary allows the secretsmanager:GetSecretValue action",
    )}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a denial beside all rights",
    parts: {
      execution: (secret) => [
        ...allRights(secret),
        { Effect: "Deny", Action: "secretsmanager:*", Resource: "*" },
      ],
    },
    message: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret SECRET from secrets manager: ${denied(
      "secretsmanager:GetSecretValue",
      "SECRET",
      "with an explicit deny in an identity-based policy",
    )}`,
  },
];
