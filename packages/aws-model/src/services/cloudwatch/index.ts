import { byUse } from "../../descriptor/price.ts";
import type { Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { inputRules } from "./inputs.ts";

const alarm: Recipe["filled"] = (making) => ({
  arn: making.arn("cloudwatch", `alarm:${making.id}`),
});

/** Alarms and dashboards. */
export const cloudwatch: Service = {
  name: "CloudWatch",
  types: {
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          ...alarm(making),
        }),
      },
      defaults: { actionsEnabled: true, treatMissingData: "missing" },
      times: ONE_CALL,
      words: { create: "PutMetricAlarm" },
      price: () => ({
        parts: [{ what: "alarm", usd: prices.alarmMonth.usd }],
      }),
    },
    "aws:cloudwatch/dashboard:Dashboard": {
      recipe: {
        id: ({ text }) => text("dashboardName"),
        filled: (making) => ({
          dashboardArn: making.globalArn("cloudwatch", `dashboard/${making.id}`),
        }),
      },
      times: ONE_CALL,
      price: byUse(`free up to three in an account, then ${prices.dashboardMonth.usd} USD a month each`),
    },
  },
  rules: {
    preview: { inputs: inputRules },
  },
};
