import type { Recipe, Recipes } from "./recipe.ts";

const alarm: Recipe["filled"] = (making) => ({
  arn: making.arn("cloudwatch", `alarm:${making.id}`),
});

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
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      ...alarm(making),
    }),
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    id: ({ text }) => text("dashboardName"),
    filled: (making) => ({
      dashboardArn: making.globalArn("cloudwatch", `dashboard/${making.id}`),
    }),
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
};
