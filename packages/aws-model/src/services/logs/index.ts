import { byUse, LOGS_BY_USE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

/** Log groups. */
export const logs: Service = {
  name: "CloudWatch Logs",
  types: {
    "aws:cloudwatch/logGroup:LogGroup": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          arn: making.arn("logs", `log-group:${making.id}`),
          logGroupClass: "STANDARD",
        }),
        remains: ({ id, state }) =>
          state.skipDestroy === true ? { kind: "log-group", id, state: { ...state } } : undefined,
      },
      times: ONE_CALL,
      price: byUse(LOGS_BY_USE),
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
