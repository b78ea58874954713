import type { InputRule } from "../inputRule.ts";
import { asInputRule } from "./inputShape.ts";
import { inputShapes } from "./inputShapes.ts";
import { inputShapesOfData } from "./inputShapesOfData.ts";

const api = "https://docs.aws.amazon.com";

/** A queue or topic that is first in, first out ends in `.fifo`, and no other does. */
function fifoName(type: string, thing: string, fifo: string, most: number, source: string): InputRule {
  return {
    name: `${thing}-name-shape`,
    source,
    type,
    property: "name",
    problems: (value, inputs) => {
      const plain = inputs[fifo] === true ? value.replace(/\.fifo$/, "") : value;
      const isFine =
        /^[0-9A-Za-z_-]+$/.test(plain) &&
        value.length <= most &&
        (inputs[fifo] !== true || plain.length + ".fifo".length === value.length);
      return isFine ? [] : [`invalid ${thing} name: ${value}`];
    },
  };
}

/** What the names of things must look like, as far as the provider itself looks at them. */
export const nameShapeRules: readonly InputRule[] = [
  ...inputShapes.map(asInputRule),
  ...inputShapesOfData.map(asInputRule),
  fifoName(
    "aws:sqs/queue:Queue",
    "queue",
    "fifoQueue",
    80,
    `${api}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
  ),
  fifoName("aws:sns/topic:Topic", "topic", "fifoTopic", 256, `${api}/sns/latest/api/API_CreateTopic.html`),
];
