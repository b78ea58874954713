import type { InputRule } from "../../rules/inputRule.ts";

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

const api = "https://docs.aws.amazon.com";

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = [
  fifoName("aws:sns/topic:Topic", "topic", "fifoTopic", 256, `${api}/sns/latest/api/API_CreateTopic.html`),
];
