import { actualVersion, familyOf } from "../../facts/engines.ts";
import { combination } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { records, text } from "../../world/reading.ts";
import type { World } from "../../world/world.ts";
import { instanceRule } from "./instanceRule.ts";
import { atStart, isParameter, parametersAsOf } from "./postgresParameters.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";
const groupType = "aws:rds/parameterGroup:ParameterGroup";

/** The family of a group by name; undefined if it is not known. */
function familyOfGroup(name: string, world: World): string | undefined {
  if (name.startsWith("default.")) return name.slice("default.".length);
  const family = text(world.get(groupType, name)?.state.family);
  return family === "" ? undefined : family;
}

export const parameterRules: readonly Rule[] = [
  instanceRule({
    name: "database-parameter-group-family",
    source: `${guide}/USER_WorkingWithParamGroups.html`,
    check: ({ wanted, inputs, state, world }) => {
      // RDS switches to the default parameters of the new family by itself, but not to others.
      const [asked, current] = [inputs, state].map(({ parameterGroupName }) => text(parameterGroupName));
      const name = asked || (current?.startsWith("default.") ? "" : current) || "";
      const family = name === "" ? undefined : familyOfGroup(name, world);
      const needed = familyOf("postgres", actualVersion("postgres", text(wanted("engineVersion"))));
      if (family === undefined || family === needed) return undefined;
      return combination(
        `The parameter group ${name} with DBParameterGroupFamily ${family} can't be used for this instance. Use a parameter group with DBParameterGroupFamily ${needed}.`,
      );
    },
  }),
  {
    name: "parameter-group-family-exists",
    source: `${guide}/USER_WorkingWithParamGroups.html`,
    asOf: parametersAsOf,
    applies: { types: [groupType], on: ["create"] },
    check: ({ inputs }) => {
      const family = text(inputs.family);
      const [, major] = /^postgres(.*)$/.exec(family) ?? [];
      if (major === undefined || /^(9\.[3-6]|1\d)$/.test(major)) return undefined;
      return {
        doing: `creating RDS DB Parameter Group (${inputs.name})`,
        answer: { service: "RDS", operation: "CreateDBParameterGroup", code: "InvalidParameterValue" },
        message: `ParameterGroupFamily ${family} is not a valid parameter group family`,
      };
    },
  },
  {
    name: "parameter-exists",
    source: `${guide}/Appendix.PostgreSQL.CommonDBATasks.Parameters.html`,
    asOf: parametersAsOf,
    applies: { types: [groupType], on: ["create", "update"] },
    check: ({ inputs, id }) => {
      if (!text(inputs.family).startsWith("postgres")) return undefined;
      const unknown = records(inputs.parameters)
        .map(({ name }) => text(name))
        .find((name) => !isParameter(name));
      if (unknown === undefined) return undefined;
      return {
        doing: `modifying RDS DB Parameter Group (${id ?? inputs.name})`,
        answer: { service: "RDS", operation: "ModifyDBParameterGroup", code: "InvalidParameterValue" },
        message: `Could not find parameter with name: ${unknown}`,
      };
    },
  },
  {
    name: "parameter-applied-at-start",
    source: `${guide}/USER_WorkingWithParamGroups.html`,
    applies: { types: [groupType], on: ["create", "update"] },
    check: ({ inputs, id, state }) => {
      if (!text(inputs.family).startsWith("postgres")) return undefined;
      const known = new Set(records(state.parameters).map((parameter) => JSON.stringify(parameter)));
      const wrong = records(inputs.parameters).find(
        (parameter) =>
          atStart.has(text(parameter.name).toLowerCase()) &&
          parameter.applyMethod === "immediate" &&
          !known.has(JSON.stringify(parameter)),
      );
      if (!wrong) return undefined;
      return {
        doing: `modifying RDS DB Parameter Group (${id ?? inputs.name})`,
        answer: {
          service: "RDS",
          operation: "ModifyDBParameterGroup",
          code: "InvalidParameterCombination",
        },
        message: "cannot use immediate apply method for static parameter",
      };
    },
  },
];
