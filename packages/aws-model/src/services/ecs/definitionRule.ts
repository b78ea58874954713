import type { Rule } from "../../rules/rule.ts";
import type { Properties } from "../../world/world.ts";
import { type Container, containersOf, taskDefinitionType } from "./definition.ts";

/** A rule about a task definition, reported as AWS's answer to its registration. */
export function definitionRule(
  name: string,
  source: string,
  problem: (definition: Properties, containers: Container[]) => string | undefined,
): Rule {
  return {
    name,
    source,
    applies: { types: [taskDefinitionType], on: ["create"] },
    check: ({ inputs }) => {
      const message = problem(inputs, containersOf(inputs));
      if (message === undefined) return undefined;
      return {
        doing: `creating ECS Task Definition (${inputs.family})`,
        answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
        message,
      };
    },
  };
}

/** A rule about each container by itself. */
export function containerRule(
  name: string,
  source: string,
  problem: (container: Container, definition: Properties) => string | undefined,
): Rule {
  return definitionRule(name, source, (definition, containers) => {
    for (const container of containers) {
      const message = problem(container, definition);
      if (message !== undefined) return message;
    }
    return undefined;
  });
}
