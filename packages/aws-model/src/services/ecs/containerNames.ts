import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import { containerRule } from "./definitionRule.ts";

const source = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html";

export const containerNameRules: readonly Rule[] = [
  containerRule("container-name-shape", source, ({ name }) => {
    if (text(name) === "") return "Container.name should not be null or empty.";
    return /^[0-9A-Za-z_-]{1,255}$/.test(name) ? undefined : "Container.name contains invalid characters.";
  }),
];
