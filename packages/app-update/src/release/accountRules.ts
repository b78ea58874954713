import type { Rule } from "./diagnosis.ts";

/** Why AWS can't start tasks that isn't about the version or its settings: quotas, addresses, roles, the account, capacity. */
export const ACCOUNT_RULES: Rule[] = [
  {
    pattern:
      /reached the (limit|maximum)|above your limit|maximum number of|quota|(?<!Request)LimitExceeded/i,
    cause: "a quota of the account is used up",
    hint: "While a release rolls, the tasks of both versions run: ask for more in Service Quotas (AWS Fargate, On-Demand or Spot vCPUs), or run fewer or smaller tasks.",
    patience: 1,
  },
  {
    pattern: /InsufficientFreeAddresses|(insufficient|enough|no) (free|available) (private )?(IP )?address/i,
    cause: "its subnets have no free IP address",
    hint: "While a release rolls, the tasks of both versions have addresses: stop tasks that nobody needs, or use larger subnets.",
    patience: 5,
    heals: true,
  },
  {
    pattern: /service.linked role|AWSServiceRoleForECS/i,
    cause: "ECS can't use its own role in this account",
    hint: "Create it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com",
    patience: 1,
  },
  {
    pattern: /unable to assume the role/i,
    cause: "ECS can't take on the task's roles",
    hint: "They are gone, or don't trust ecs-tasks.amazonaws.com any more: run `pulumi up`.",
    patience: 1,
  },
  {
    pattern: /account is (currently )?(blocked|suspended)/i,
    cause: "AWS has blocked the account",
    hint: "Ask AWS Support.",
    patience: 1,
  },
  {
    pattern: /network interface/i,
    cause: "it gets no network interface",
    hint: "AWS was slow, or the security groups or subnets of the service are gone: release again, then run `pulumi up`.",
    patience: 3,
    heals: true,
  },
  {
    pattern: /capacity|RESOURCE:/i,
    cause: "AWS has no capacity for it",
    hint: "Wait, use on-demand instead of Spot capacity, or more availability zones.",
    patience: 5,
    heals: true,
  },
];
