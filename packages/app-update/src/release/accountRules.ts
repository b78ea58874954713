import type { Rule } from "./diagnosis.ts";
import type { Subject } from "./hints/subject.ts";

/** Reasons for which AWS can't start tasks that have nothing to do with the version or its settings: quotas, addresses, roles, the account, capacity. */
export const ACCOUNT_RULES: Rule[] = [
  {
    pattern:
      /reached the (limit|maximum)|above your limit|maximum number of|quota|(?<!Request)LimitExceeded/i,
    cause: "a quota of the account is used up",
    hint: (subject) =>
      `Ask for more in Service Quotas (AWS Fargate, On-Demand or Spot vCPUs), or run fewer or smaller tasks${whileRolling(subject)}.`,
    patience: 1,
    isSure: true,
  },
  {
    pattern: /InsufficientFreeAddresses|(insufficient|enough|no) (free|available) (private )?(IP )?address/i,
    cause: "its subnets have no free IP address",
    hint: (subject) => `Stop tasks that nobody needs, or use larger subnets${whileRolling(subject)}.`,
    patience: 5,
    heals: true,
    isSure: true,
  },
  {
    pattern: /service.linked role|AWSServiceRoleForECS/i,
    cause: "ECS can't use its own role in this account",
    hint: "Create it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /unable to assume the role/i,
    cause: "ECS can't take on the task's roles",
    hint: "They are gone, or don't trust ecs-tasks.amazonaws.com any more: run `pulumi up`.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /account is (currently )?(blocked|suspended)/i,
    cause: "AWS has blocked the account",
    hint: "Ask AWS Support.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /network interface/i,
    cause: "it gets no network interface",
    hint: (subject) =>
      `AWS was slow, or its security groups or subnets are gone: ${subject?.kind === "run" ? "run it" : "release"} again, then run \`pulumi up\`.`,
    patience: 3,
    heals: true,
    isSure: true,
  },
  {
    pattern: /capacity|RESOURCE:/i,
    cause: "AWS has no capacity for it",
    hint: "Wait, use on-demand instead of Spot capacity, or more availability zones.",
    patience: 5,
    heals: true,
  },
];

/** Why a service needs more than its tasks; what runs once doesn't. */
function whileRolling(subject: Subject | undefined): string {
  const isService = subject === undefined || subject.kind === "service";
  return isService ? ": while a service rolls, the tasks of both versions run" : "";
}
