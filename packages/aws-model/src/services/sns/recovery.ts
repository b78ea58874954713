import { again, arn, by, isArn, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:sns/topic:Topic": {
    find: arn(
      "sns",
      (inputs) => text(inputs, "name"),
      by(["name"], isArn, (value) => [
        "sns list-topics",
        `Topics[?ends_with(TopicArn, ':${value("name")}')].TopicArn`,
      ]),
    ),
    holds: false,
  },
  "aws:sns/topicSubscription:TopicSubscription": { find: () => again, holds: false },
};
