import { FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { inputRules } from "./inputs.ts";
import { scalingRules } from "./scaling.ts";

/** How many tasks services have. */
export const appautoscaling: Service = {
  name: "Application Auto Scaling",
  types: {
    "aws:appautoscaling/target:Target": {
      recipe: {
        id: ({ text }) => text("resourceId"),
        filled: (making) => ({
          arn: making.arn("application-autoscaling", `scalable-target/${making.digits(36)}`),
          roleArn: making.globalArn(
            "iam",
            "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
          ),
        }),
      },
      keptBlocks: ["suspendedState"],
      times: ONE_CALL,
      price: FREE,
    },
    "aws:appautoscaling/policy:Policy": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          arn: making.arn(
            "autoscaling",
            `scalingPolicy:${making.uuid()}:resource/${making.text("serviceNamespace")}/${making.text("resourceId")}:policyName/${making.text("name")}`,
          ),
        }),
      },
      defaults: { policyType: "StepScaling" },
      times: ONE_CALL,
      price: FREE,
    },
    "aws:appautoscaling/scheduledAction:ScheduledAction": {
      recipe: {
        id: ({ text }) => `${text("name")}-${text("serviceNamespace")}-${text("resourceId")}`,
        filled: (making) => ({
          arn: making.arn(
            "autoscaling",
            `scheduledAction:${making.uuid()}:resource/${making.text("serviceNamespace")}/${making.text("resourceId")}:scheduledActionName/${making.text("name")}`,
          ),
        }),
      },
      defaults: { timezone: "UTC" },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { scaling: scalingRules },
  },
};
