import { broken } from "../rules/inputRule.ts";
import { cited } from "../rules/rule.ts";
import { examine } from "../schema/typeCheck.ts";
import { inputRules } from "../services/rules.ts";
import type { CheckFailure } from "../shared/protocol.ts";
import { isUnknown } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

type Validation = (inputs: Properties) => CheckFailure[];

const peers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** What the provider itself refuses before it asks AWS, beyond types. */
const validations: Record<string, Validation> = {
  "aws:ecs/taskDefinition:TaskDefinition": ({ containerDefinitions }) => {
    const reason = containerProblem(containerDefinitions);
    if (reason === undefined) return [];
    return [
      {
        property: "containerDefinitions",
        reason: `ECS Task Definition container_definitions is invalid: ${reason}`,
      },
    ];
  },
  "aws:lb/loadBalancer:LoadBalancer": exactlyOneOf("subnets", "subnetMappings"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": exactlyOneOf(...peers),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": exactlyOneOf(...peers),
};

/** Checks what the schema can't express. */
export function validate(type: string, inputs: Properties, resource: string): CheckFailure[] {
  const failures = [...prefixConflicts(inputs), ...(validations[type]?.(inputs) ?? [])];
  return failures.map(({ property, reason }) => ({
    property,
    reason: `${reason}${examine(resource, property)}`,
  }));
}

/** Checks the inputs, with all that was filled in, against the rules that the provider enforces in AWS's place. */
export function keepRules(type: string, inputs: Properties, resource: string): CheckFailure[] {
  return broken(inputRules, type, inputs).map(({ property, problem, rule }) => ({
    property,
    reason: cited(`${problem}${examine(resource, property)}`, rule),
  }));
}

/** A name and a prefix for one exclude each other. */
const prefixConflicts: Validation = (inputs) =>
  Object.keys(inputs)
    .filter((name) => name.endsWith("Prefix") && inputs[name.replace(/Prefix$/, "")] !== undefined)
    .map((name) => ({
      property: name,
      reason: `Conflicting configuration arguments: '${name}' conflicts with '${name.replace(/Prefix$/, "")}'`,
    }));

function exactlyOneOf(...names: string[]): Validation {
  const quoted = (list: string[], last: string) => list.map((name) => `'${name}'`).join(last);
  return (inputs) => {
    const given = names.filter((name) => inputs[name] !== undefined);
    if (given.length === 1) return [];
    const instead = given.length === 0 ? "none" : quoted(given, " and ");
    const reason = `exactly one of ${quoted(names, ", ")} must be given, not ${instead}`;
    return [{ property: given[1] ?? names[0] ?? "", reason }];
  };
}

function containerProblem(text: Value | undefined): string | undefined {
  if (typeof text !== "string" || isUnknown(text)) return undefined;
  try {
    const containers = JSON.parse(text) as Value;
    if (!Array.isArray(containers) || !containers.every(isObject))
      return "it is not a JSON list of containers";
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
