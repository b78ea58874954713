import { awsProvider } from "../../src/bridge/awsProvider.ts";
import { elementOf, resourceSchema } from "../../src/schema/awsSchema.ts";
import type { ObjectSchema, PropertySchema } from "../../src/schema/types.ts";
import type { DiffResult, Provider } from "../../src/shared/protocol.ts";
import { openWorld, type Properties, type Value, type World } from "../../src/world/world.ts";

const seed = new Uint8Array([1, 2, 3, 4]);

/** The URN of a resource of the project and stack that these tests are about. */
export const urnOf = (type: string, name: string): string => `urn:pulumi:test::ublog::${type}::${name}`;

/** A live resource as the engine remembers it. */
export interface Live {
  type: string;
  name: string;
  id: string;
  inputs: Properties;
  state: Properties;
}

/** An account of its own, in a file if it is to be seen by other processes, with the steps that the engine takes. */
export function awsAccount(config: Properties = { region: "us-east-1" }, file = ":memory:") {
  const world = openWorld(file);
  const provider = awsProvider(world, "7.48.0");
  provider.configure(config);

  const checked = (type: string, name: string, newInputs: Properties, oldInputs?: Properties): Properties => {
    const urn = urnOf(type, name);
    const { inputs, failures } = provider.check({
      urn,
      type,
      newInputs,
      randomSeed: seed,
      ...(oldInputs ? { oldInputs } : {}),
    });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return plain(inputs);
  };

  const create = (type: string, name: string, given: Properties): Live => {
    const inputs = checked(type, name, given);
    const { id, state } = provider.create({ urn: urnOf(type, name), type, inputs, preview: false });
    return { type, name, id, inputs, state: plain(state) };
  };

  const diffOf = (live: Live, given: Properties, ignoreChanges: string[] = []): DiffResult =>
    provider.diff({
      urn: urnOf(live.type, live.name),
      type: live.type,
      id: live.id,
      oldState: live.state,
      oldInputs: live.inputs,
      newInputs: checked(live.type, live.name, given, live.inputs),
      ignoreChanges,
    });

  const update = (live: Live, given: Properties, preview = false): Live => {
    const inputs = checked(live.type, live.name, given, live.inputs);
    const state = provider.update({
      urn: urnOf(live.type, live.name),
      type: live.type,
      id: live.id,
      oldState: live.state,
      oldInputs: live.inputs,
      newInputs: inputs,
      ignoreChanges: [],
      preview,
    });
    return { ...live, inputs, state: plain(state) };
  };

  const remove = ({ type, name, id, state }: Live): void =>
    provider.delete({ urn: urnOf(type, name), type, id, state });

  return { world, provider, checked, create, diffOf, update, remove };
}

export type AwsAccount = ReturnType<typeof awsAccount> & { world: World; provider: Provider };

/** Values as a program sees them: what is secret, opened. */
export function plain(properties: Properties): Properties {
  return opened(properties) as Properties;
}

function opened(value: Value): Value {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return opened(value.value ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member)]));
}

/** True for a value that goes over the wire as a secret. */
export const isSecret = (value: Value | undefined): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  value["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";

/** The least that a program has to give for a resource of this type. */
export function leastInputs(type: string): Properties {
  const schema = resourceSchema(type).inputs;
  return {
    ...least(schema),
    ...(schema.skipFinalSnapshot ? { skipFinalSnapshot: true } : {}),
    ...(schema.subnetMappings ? { subnets: ["subnet-1"] } : {}),
    // A public NAT gateway needs an address.
    ...(schema.availabilityMode ? { connectivityType: "private" } : {}),
    ...(schema.capacityProviders ? { clusterName: "arn:aws:ecs:us-east-1:210987654321:cluster/other" } : {}),
    ...(type === "aws:lb/targetGroup:TargetGroup" ? { port: 80, protocol: "HTTP", vpcId: "vpc-1" } : {}),
    ...(type === "aws:ssm/parameter:Parameter" ? { type: "String" } : {}),
    ...(schema.referencedSecurityGroupId ? { referencedSecurityGroupId: "sg-1" } : {}),
  };
}

function least(schema: ObjectSchema): Properties {
  const required = Object.entries(schema).filter(([, property]) => property.required);
  return Object.fromEntries(required.map(([name, property]) => [name, sample(name, property)]));
}

/** A behaviour of a distribution keeps things as a policy says, or by older settings. */
const cached = { cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" };

/** What is not taken for any word. */
const words: Record<string, string> = {
  containerDefinitions: "[]",
  domainName: "a.s3.amazonaws.com",
  policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  restrictionType: "none",
  signingBehavior: "always",
  // A behaviour of a distribution sends to one of its origins.
  targetOriginId: "a-originId",
  viewerProtocolPolicy: "allow-all",
};

function sample(name: string, property: PropertySchema): Value {
  switch (property.type) {
    case "number":
      return 1;
    case "boolean":
      return true;
    case "json":
      return "{}";
    case "list": {
      const element = elementOf(property);
      return Array.from({ length: property.minItems ?? 1 }, () => (element ? least(element) : `a-${name}`));
    }
    case "map":
      return { key: "value" };
    case "object":
      return { ...least(elementOf(property) ?? {}), ...(name === "defaultCacheBehavior" ? cached : {}) };
    default:
      return words[name] ?? `a-${name}`;
  }
}
