import type { Making, Recipe, Recipes } from "./recipe.ts";

const alarm: Recipe["filled"] = (making) => ({
  arn: making.arn("cloudwatch", `alarm:${making.id}`),
});

/** The name of an event rule, with its bus unless that is the default one. */
function onBus(making: Making, name: string): string {
  const bus = making.text("eventBusName", "default");
  return bus === "default" ? name : `${bus}/${name}`;
}

export const observability: Recipes = {
  "aws:cloudwatch/logGroup:LogGroup": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("logs", `log-group:${making.id}`),
      logGroupClass: "STANDARD",
    }),
    remains: ({ id, state }) =>
      state.skipDestroy === true ? { kind: "log-group", id, state: { ...state } } : undefined,
  },
  "aws:cloudwatch/logStream:LogStream": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("logs", `log-group:${making.text("logGroupName")}:log-stream:${making.id}`),
    }),
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    id: ({ text }) => text("name"),
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    id: ({ digits }) => `cwlsf-${Number.parseInt(digits(8), 16)}`,
    filled: () => ({ roleArn: "" }),
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    id: ({ text }) => text("policyName", text("resourceArn", "default")),
    filled: ({ digits }) => ({
      policyScope: "ACCOUNT",
      revisionId: digits(32),
    }),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      ...alarm(making),
    }),
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    id: ({ text }) => text("alarmName"),
    filled: alarm,
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    id: ({ text }) => text("dashboardName"),
    filled: (making) => ({
      dashboardArn: making.globalArn("cloudwatch", `dashboard/${making.id}`),
    }),
  },
  "aws:cloudwatch/eventBus:EventBus": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("events", `event-bus/${making.id}`),
    }),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: (making) => onBus(making, making.text("name")),
    filled: (making) => ({
      arn: making.arn("events", `rule/${making.id}`),
    }),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: (making) => onBus(making, `${making.text("rule")}-${making.text("targetId")}`),
  },
  "aws:appautoscaling/target:Target": {
    id: ({ text }) => text("resourceId"),
    filled: (making) => ({
      arn: making.arn("application-autoscaling", `scalable-target/${making.digits(36)}`),
      roleArn: making.globalArn(
        "iam",
        "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
      ),
    }),
  },
  "aws:appautoscaling/policy:Policy": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn(
        "autoscaling",
        `scalingPolicy:${making.uuid()}:resource/${making.text("serviceNamespace")}/${making.text("resourceId")}:policyName/${making.text("name")}`,
      ),
    }),
  },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    id: ({ text }) => `${text("name")}-${text("serviceNamespace")}-${text("resourceId")}`,
    filled: (making) => ({
      arn: making.arn(
        "autoscaling",
        `scheduledAction:${making.uuid()}:resource/${making.text("serviceNamespace")}/${making.text("resourceId")}:scheduledActionName/${making.text("name")}`,
      ),
    }),
  },
  "aws:scheduler/schedule:Schedule": {
    id: ({ text }) => `${text("groupName", "default")}/${text("name")}`,
    filled: (making) => ({
      arn: making.arn("scheduler", `schedule/${making.id}`),
      groupName: "default",
    }),
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("scheduler", `schedule-group/${making.id}`),
      creationDate: making.world.now(),
      lastModificationDate: making.world.now(),
      state: "ACTIVE",
    }),
  },
  "aws:budgets/budget:Budget": {
    id: ({ account, text }) => `${account}:${text("name")}`,
    filled: (making) => ({
      accountId: making.account,
      arn: making.globalArn("budgets", `budget/${making.text("name")}`),
      timePeriodStart: making.world.now().slice(0, 10).concat("_00:00"),
    }),
  },
};
