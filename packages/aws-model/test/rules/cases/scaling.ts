import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount, Live } from "../../support/awsResources.ts";
import { makeEnvironment } from "../../support/environment.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const service = "Application Auto Scaling";

const scaled = {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: "service/shop-cluster/shop-default",
};

const target =
  (more: Properties) =>
  (account: AwsAccount): Live => {
    makeEnvironment(account);
    const inputs = { ...scaled, minCapacity: 1, maxCapacity: 4, ...more };
    return account.create("aws:appautoscaling/target:Target", "web", inputs);
  };

const changed =
  (more: Properties) =>
  (account: AwsAccount): void => {
    const live = target({})(account);
    account.update(live, { ...live.inputs, ...more });
  };

/** A policy or scheduled action of a service with a scalable target, for another resource if need be. */
const onTarget =
  (type: string, more: Properties, resourceId = scaled.resourceId) =>
  (account: AwsAccount): void => {
    target({})(account);
    account.create(type, "web", { ...scaled, name: "web", ...more, resourceId });
  };

const policy = (resourceId?: string) =>
  onTarget(
    "aws:appautoscaling/policy:Policy",
    {
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 60,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    },
    resourceId,
  );

const action = (resourceId?: string) =>
  onTarget(
    "aws:appautoscaling/scheduledAction:ScheduledAction",
    { schedule: "rate(1 day)", scalableTargetAction: { minCapacity: 0, maxCapacity: 0 } },
    resourceId,
  );

const other = "service/shop-cluster/shop-gunicorn";
const noTarget = `No scalable target registered for service namespace: ecs, resource ID: ${other}, scalable dimension: ecs:service:DesiredCount`;

const schedule =
  (role: string) =>
  (account: AwsAccount): void => {
    makeEnvironment(account);
    const trust = (principal: string) => ({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principal } }],
    });
    const { state } = account.create("aws:iam/role:Role", "scheduler", {
      name: "scheduler",
      assumeRolePolicy: JSON.stringify(trust(role)),
    });
    account.create("aws:scheduler/schedule:Schedule", "daily", {
      name: "daily",
      scheduleExpression: "rate(1 day)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: "arn:aws:ecs:us-east-1:123456789012:cluster/shop-cluster",
        roleArn: state.arn ?? "",
        ecsParameters: {
          taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-default",
        },
      },
    });
  };

export const cases: RuleCase[] = [
  {
    rule: "scaled-service-exists",
    refused: target({ resourceId: "service/shop-cluster/nowhere" }),
    message: said(
      "creating Application AutoScaling Target (service/shop-cluster/nowhere)",
      [service, "RegisterScalableTarget", "ValidationException"],
      "ECS service doesn't exist: service/shop-cluster/nowhere",
    ),
    accepted: target({}),
  },
  {
    rule: "scaling-range",
    refused: target({ minCapacity: 5 }),
    message: said(
      "creating Application AutoScaling Target (service/shop-cluster/shop-default)",
      [service, "RegisterScalableTarget", "ValidationException"],
      "Maximum capacity cannot be less than minimum capacity",
    ),
    accepted: target({ minCapacity: 4 }),
  },
  {
    rule: "scaling-range",
    refused: changed({ minCapacity: 5 }),
    message: said(
      "updating Application AutoScaling Target (service/shop-cluster/shop-default)",
      [service, "RegisterScalableTarget", "ValidationException"],
      "Maximum capacity cannot be less than minimum capacity",
    ),
    accepted: changed({ minCapacity: 0 }),
  },
  {
    rule: "scaling-policy-target",
    refused: policy(other),
    message: said(
      "putting Application Auto Scaling Scaling Policy (web)",
      [service, "PutScalingPolicy", "ObjectNotFoundException"],
      noTarget,
    ),
    accepted: policy(),
  },
  {
    rule: "scheduled-action-target",
    refused: action(other),
    message: said(
      `putting Application Auto Scaling Scheduled Action (web-ecs-${other})`,
      [service, "PutScheduledAction", "ObjectNotFoundException"],
      noTarget,
    ),
    accepted: action(),
  },
  {
    rule: "schedule-role-trusts-scheduler",
    refused: schedule("events.amazonaws.com"),
    message: said(
      "creating EventBridge Scheduler Schedule (daily)",
      ["Scheduler", "CreateSchedule", "ValidationException"],
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ),
    accepted: schedule("scheduler.amazonaws.com"),
  },
];
