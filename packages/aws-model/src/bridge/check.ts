import { resourceSchema } from "../schema/awsSchema.ts";
import type { ProviderConfig } from "../schema/config.ts";
import { checkObject, defaultsKey, missing } from "../schema/typeCheck.ts";
import type { ObjectSchema } from "../schema/types.ts";
import { typeOf } from "../services/services.ts";
import type { CheckFailure, CheckRequest, CheckResult } from "../shared/protocol.ts";
import { nameOf } from "../shared/urn.ts";
import type { Properties, Value } from "../world/world.ts";
import { autoname } from "./autonaming.ts";
import { mergeTags } from "./defaultTags.ts";
import { autonameOf, withNestedDefaults } from "./types.ts";
import { keepRules, validate } from "./validate.ts";

/** Checks the inputs of a resource and completes them: region, tags, defaults and a name. */
export function check(request: CheckRequest, config: ProviderConfig): CheckResult {
  const { type, urn } = request;
  const schema = resourceSchema(type).inputs;
  const given = { ...request.newInputs };
  delete given[defaultsKey];

  const checked = checkObject(given, withTagsAll(schema, type), "", nameOf(urn));
  const inputs = withNestedDefaults(type, checked.value);
  const failures = checked.failures;

  if (schema.region && inputs.region === undefined) inputs.region = config.region;
  if (hasDefaultTags(type)) inputs.tagsAll = mergeTags(inputs.tags, config);

  failures.push(...validate(type, inputs, nameOf(urn)));

  const filled = fill(request, schema, inputs);
  failures.push(...filled.failures);
  inputs[defaultsKey] = filled.names.sort();
  failures.push(...keepRules(type, inputs, nameOf(urn)));

  for (const [name, property] of Object.entries(schema)) {
    if (property.required && inputs[name] === undefined) failures.push(missing(name));
  }
  return { inputs, failures };
}

/** True for types whose tags are merged with the provider's default tags. */
export function hasDefaultTags(type: string): boolean {
  const { inputs, outputs } = resourceSchema(type);
  return inputs.tags !== undefined && outputs.tagsAll !== undefined;
}

/** The merged tags travel among the inputs, although a program can't give them. */
const withTagsAll = (schema: ObjectSchema, type: string): ObjectSchema =>
  hasDefaultTags(type) ? { ...schema, tagsAll: { type: "map", items: "string" } } : schema;

/** Fills in defaults and the automatic name. A former default keeps its value. */
function fill(
  { type, urn, oldInputs, newInputs, randomSeed, autonaming }: CheckRequest,
  schema: ObjectSchema,
  inputs: Properties,
) {
  const names: string[] = [];
  const failures: CheckFailure[] = [];
  const before = oldInputs?.[defaultsKey];
  const kept = (name: string): Value | undefined =>
    !Array.isArray(before) || before.includes(name) ? oldInputs?.[name] : undefined;

  for (const [name, value] of Object.entries(typeOf(type).defaults ?? {})) {
    if (inputs[name] !== undefined) continue;
    inputs[name] = kept(name) ?? value;
    names.push(name);
  }

  const naming = autonameOf(type);
  if (!naming || inputs[naming.property] !== undefined) return { names, failures };
  const { property } = naming;
  const prefix = `${property}Prefix`;
  if (schema[prefix] && inputs[prefix] !== undefined) return { names, failures };
  try {
    inputs[property] =
      kept(property) ??
      autoname(naming, {
        name: nameOf(urn),
        inputs: newInputs,
        randomSeed,
        autonaming,
      });
    names.push(property);
  } catch (error) {
    failures.push({ property, reason: (error as Error).message });
  }
  return { names, failures };
}
