import { byUse } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import { record } from "../../world/reading.ts";
import { rules } from "./rules.ts";

/** Tables. */
export const dynamodb: Service = {
  name: "DynamoDB",
  types: {
    "aws:dynamodb/table:Table": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          arn: making.arn("dynamodb", `table/${making.id}`),
          streamArn: "",
        }),
      },
      defaults: { billingMode: "PROVISIONED", tableClass: "STANDARD" },
      keptBlocks: [
        "attributes",
        "globalTableWitness",
        "pointInTimeRecovery",
        "serverSideEncryption",
        "ttl",
        "warmThroughput",
      ],
      times: ({ pointInTimeRecovery }) => ({
        create: seconds(record(pointInTimeRecovery).enabled === true ? 20 : 9, 7, 30),
        update: seconds(10),
        delete: seconds(8, 8, 9),
        source: `${LOGS}: made in 7 to 12 s and deleted in 8 to 9 s; another 10 s until backups can be turned on are an estimate.`,
      }),
      words: { thing: "AWS DynamoDB Table" },
      price: byUse("some cents: requests, storage and its backups"),
    },
  },
  rules: {
    change: { rules },
  },
};
