import { type RegisterTaskDefinitionInput, registerTaskDefinition } from "../ecs/definitions.ts";
import type { ContainerDefinition, Definition, EcsState, Tag } from "../ecs/state.ts";
import { account } from "../facts/account.ts";
import { cited, firstRefusal } from "../rules/rule.ts";
import { rules } from "../services/rules.ts";
import { AwsError } from "../shared/apiError.ts";
import { record, records } from "../world/reading.ts";
import type { Properties, Remains, World, WorldResource } from "../world/world.ts";

const type = "aws:ecs/taskDefinition:TaskDefinition";
const kind = "task-definition";

/**
 * Every revision of a region: the templates of stacks, and among the remains those that stacks gave up and those that
 * releases registered.
 */
export function readDefinitions(world: World, region: string): Record<string, Definition> {
  const all = [...world.remains(kind), ...world.resources(type)].filter(
    ({ state }) => state.region === region,
  );
  return Object.fromEntries(
    all.map(({ state }) => [`${state.family}:${state.revision}`, definitionOf(state)] as const),
  );
}

/** Writes down what has become of the revisions that were read: new ones, and those whose status changed. */
export function writeDefinitions(world: World, state: EcsState, before: Record<string, string>): void {
  for (const [name, definition] of Object.entries(state.definitions)) {
    if (before[name] === definition.status) continue;
    const arn = `arn:aws:ecs:${state.region}:${account}:task-definition/${name}`;
    const resource = world.get(type, arn);
    const left = world.remains(kind).find(({ id }) => id === arn);
    const changed = { status: definition.status };
    if (resource) world.put({ ...resource, state: { ...resource.state, ...changed } });
    else if (left) world.leave({ ...left, state: { ...left.state, ...changed } });
    else {
      world.leave(registered(arn, state.region, definition));
      countUpTo(world, `task definition ${state.region} ${definition.body.family}`, definition.revision);
    }
  }
}

/** Registers a revision, if the rules for one that a stack makes let it pass. */
export function registerJudged(world: World, state: EcsState, input: RegisterTaskDefinitionInput) {
  const { tags = [], ...body } = input;
  const inputs: unknown = {
    ...body,
    containerDefinitions: JSON.stringify(body.containerDefinitions),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
  const { rule, refusal } =
    firstRefusal(rules, {
      action: "create",
      type,
      urn: "",
      region: state.region,
      inputs: inputs as Properties,
      state: {},
      world,
    }) ?? {};
  if (rule !== undefined && refusal?.answer !== undefined)
    throw new AwsError(refusal.answer.code, cited(refusal.message, rule));
  return registerTaskDefinition(state, input);
}

/** A revision that a release registered: as the provider would know it, and as ECS was given it. */
function registered(arn: string, region: string, definition: Definition): Remains {
  const { body, tags, revision, status, registeredAt } = definition;
  const state: unknown = {
    ...body,
    arn,
    region,
    revision,
    status,
    containerDefinitions: JSON.stringify(body.containerDefinitions),
    registeredAt: new Date(registeredAt).toISOString(),
    registered: { body, tags },
  };
  return { kind, type, id: arn, urn: "", state: state as Properties };
}

/** Pulumi's next template must not get the number of a release's revision. */
function countUpTo(world: World, counter: string, count: number): void {
  while (world.count(counter) < count) world.next(counter);
}

function definitionOf(state: Properties): Definition {
  const known = {
    revision: Number(state.revision),
    status: state.status === "ACTIVE" ? ("ACTIVE" as const) : ("INACTIVE" as const),
    registeredAt: Date.parse(String(state.registeredAt)),
  };
  if (state.registered !== undefined)
    return { ...known, ...(state.registered as unknown as Pick<Definition, "body" | "tags">) };
  return {
    ...known,
    body: {
      family: String(state.family),
      containerDefinitions: JSON.parse(String(state.containerDefinitions)) as ContainerDefinition[],
      ...sameNamed(state),
      ...(state.ephemeralStorage === undefined
        ? {}
        : { ephemeralStorage: { sizeInGiB: record(state.ephemeralStorage).sizeInGib } }),
      volumes: records(state.volumes).map(volumeOf),
    },
    tags: tagsOf(state),
  };
}

/** Properties that have the same name and form in Pulumi as in ECS. */
function sameNamed(state: Properties): Properties {
  const names = [
    "cpu",
    "enableFaultInjection",
    "executionRoleArn",
    "ipcMode",
    "memory",
    "networkMode",
    "pidMode",
    "placementConstraints",
    "requiresCompatibilities",
    "runtimePlatform",
    "taskRoleArn",
  ];
  return Object.fromEntries(names.flatMap((name) => (state[name] ? [[name, state[name]]] : [])));
}

function volumeOf(volume: Properties): Properties {
  const { hostPath, ...more } = volume;
  return { ...more, host: hostPath ? { sourcePath: hostPath } : {} };
}

/** The tags of a resource as AWS's APIs have them. */
export function tagsOf(state: WorldResource["state"]): Tag[] {
  return Object.entries(record(state.tagsAll)).map(([key, value]) => ({ key, value: String(value) }));
}
