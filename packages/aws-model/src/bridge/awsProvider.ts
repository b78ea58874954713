import { type Change, enforce } from "../rules/rule.ts";
import { resourceSchema } from "../schema/awsSchema.ts";
import { checkConfig, type ProviderConfig, readConfig } from "../schema/config.ts";
import { markSecrets } from "../schema/secrets.ts";
import { defaultsKey } from "../schema/typeCheck.ts";
import { rules } from "../services/rules.ts";
import { typeOf } from "../services/services.ts";
import type {
  CreateRequest,
  DeleteRequest,
  Provider,
  ReadRequest,
  UpdateRequest,
} from "../shared/protocol.ts";
import { mainToken } from "../shared/urn.ts";
import { unknown } from "../shared/values.ts";
import type { Properties, World, WorldResource } from "../world/world.ts";
import { namesByPrefix } from "./autonaming.ts";
import { check } from "./check.ts";
import { isEmpty } from "./compare.ts";
import { diff, plannedSchema } from "./diff.ts";
import { invoke } from "./invoke.ts";
import { makingOf } from "./making.ts";
import { guess, recipeOf } from "./recipes.ts";
import { refreshedInputs } from "./refresh.ts";

/** The AWS provider, with the world instead of AWS behind it. */
export function awsProvider(world: World, version: string): Provider {
  let config: ProviderConfig = readConfig({});

  function create({ urn, type, inputs: asked, preview }: CreateRequest) {
    if (preview) return { id: "", state: withSecrets(type, planned(type, asked)) };
    const region = regionOf(asked, config);
    return world.transaction(() => {
      const inputs = { ...asked, ...namesByPrefix(type, asked, (length) => world.digits(urn, length)) };
      enforce(rules, {
        action: "create",
        type,
        urn,
        region,
        inputs,
        state: {},
        world,
      });
      const making = makingOf({ type, urn, inputs, region, world });
      const recipe = recipeOf(type);
      const id = recipe.id(making);
      const known = {
        ...recipe.filled?.({ ...making, id }),
        ...echo(type, inputs),
        ...recipe.kept?.(inputs),
      };
      const state = { ...guess({ ...making, id }, known), ...known };
      world.put({ type, id: keyOf(type, id, state), urn, inputs, state });
      for (const companion of recipe.companions?.(state) ?? []) world.put({ ...companion, urn, inputs: {} });
      return { id, state: withSecrets(type, state) };
    });
  }

  function update(request: UpdateRequest): Properties {
    const { urn, type, id, newInputs } = request;
    const changed = new Set(
      Object.keys(diff(request).detailed).map((path) => path.split(/[.[]/, 1)[0] ?? path),
    );
    const recipe = recipeOf(type);
    if (request.preview) {
      const state = changeState(type, request.oldState, newInputs, changed);
      for (const [cause, outputs] of Object.entries(recipe.unsettled ?? {})) {
        if (changed.has(cause)) for (const output of outputs) state[output] = unknown;
      }
      return withSecrets(type, state);
    }
    const region = regionOf(newInputs, config);
    return world.transaction(() => {
      const key = keyOf(type, id, request.oldState);
      const live = world.get(type, key);
      if (!live) throw gone(urn);
      enforce(rules, {
        action: "update",
        type,
        urn,
        id,
        region,
        inputs: newInputs,
        state: live.state,
        world,
      });
      const making = {
        ...makingOf({ type, urn, inputs: newInputs, region, world }),
        id,
      };
      const state = changeState(type, live.state, newInputs, changed);
      Object.assign(state, recipe.updated?.({ ...making, before: live.state, changed }));
      world.put({ type, id: key, urn, inputs: newInputs, state });
      return withSecrets(type, state);
    });
  }

  function remove({ urn, type, id, state: known }: DeleteRequest): void {
    world.transaction(() => {
      const key = keyOf(type, id, known);
      const live = world.get(type, key);
      if (!live) return;
      const change: Change = {
        action: "delete",
        type,
        urn,
        id,
        region: regionOf(live.inputs, config),
        inputs: live.inputs,
        state: live.state,
        world,
      };
      enforce(rules, change);
      const recipe = recipeOf(type);
      const remains = recipe.remains?.({ id, state: live.state, world });
      world.delete(type, key);
      for (const companion of recipe.companions?.(live.state) ?? [])
        world.delete(companion.type, companion.id);
      if (remains) world.leave({ ...remains, type, urn });
    });
  }

  function read({ type, id, inputs, state }: ReadRequest) {
    const live = world.get(type, keyOf(type, id, state));
    if (!live) return undefined;
    const isRefresh = Object.keys(state).length > 0;
    return {
      id,
      state: withSecrets(type, live.state),
      inputs: withSecrets(type, isRefresh ? refreshedInputs(type, inputs, live.state) : importedInputs(live)),
    };
  }

  return {
    name: "aws",
    version,
    checkConfig,
    configure: (given) => {
      config = readConfig(given);
    },
    invoke: (token, args) => invoke({ token: mainToken(token), args, config, world }),
    check: (request) => {
      const { inputs, failures } = check(request, config);
      return { inputs: withSecrets(request.type, inputs), failures };
    },
    diff,
    create,
    read,
    update,
    delete: remove,
  };
}

/** The id under which the world has a resource: the provider's, unless several share that one. */
function keyOf(type: string, id: string, state: Properties): string {
  resourceSchema(type);
  const key = recipeOf(type).key?.(state);
  return typeof key === "string" ? key : id;
}

const regionOf = (inputs: Properties, config: ProviderConfig): string =>
  typeof inputs.region === "string" ? inputs.region : config.region;

const gone = (urn: string): Error =>
  new Error(
    `Resource provider reported that the resource did not exist while updating ${urn}.\n\nThis is usually a result of the resource having been deleted outside of Pulumi, and can often be fixed by running \`pulumi refresh\` before updating.`,
  );

/** The inputs as the state has them: a switch left out is off, and what is only sent is not kept. */
function echo(type: string, inputs: Properties): Properties {
  const state: Properties = {};
  for (const [name, property] of Object.entries(plannedSchema(type))) {
    if (property.writeOnly) continue;
    const value = inputs[name];
    if (value !== undefined) state[name] = value;
    else if (property.type === "boolean" && !property.computed) state[name] = false;
  }
  return state;
}

/** The state of a resource that is about to be created: what AWS fills in is not known. */
function planned(type: string, inputs: Properties): Properties {
  const state = echo(type, inputs);
  for (const [name, property] of Object.entries(plannedSchema(type))) {
    if (property.computed && state[name] === undefined) state[name] = unknown;
  }
  for (const name of Object.keys(resourceSchema(type).outputs)) state[name] ??= unknown;
  return state;
}

/** Sets the changed properties and leaves the others as AWS has them: others may have changed those. */
function changeState(
  type: string,
  before: Properties,
  inputs: Properties,
  changed: ReadonlySet<string>,
): Properties {
  const state = { ...before };
  const after = { ...echo(type, inputs), ...recipeOf(type).kept?.(inputs) };
  for (const name of changed) {
    const value = after[name];
    if (value === undefined) delete state[name];
    else state[name] = value;
  }
  return state;
}

/** What a program would have to write to get an existing resource. */
function importedInputs({ type, inputs, state }: WorldResource): Properties {
  const imported: Properties = {};
  for (const [name, property] of Object.entries(resourceSchema(type).inputs)) {
    const value = state[name];
    if (value === undefined || isEmpty(value, property) || value === typeOf(type).defaults?.[name]) continue;
    if (property.element !== undefined && inputs[name] === undefined) continue;
    imported[name] = value;
  }
  imported[defaultsKey] = [];
  return imported;
}

/** What goes over the wire: the properties of the schema, those that are sensitive as secrets. */
function withSecrets(type: string, properties: Properties): Properties {
  const schema = { ...resourceSchema(type).outputs, ...plannedSchema(type) };
  const known = Object.entries(properties).filter(
    ([name]) => schema[name] !== undefined || name === defaultsKey,
  );
  return markSecrets(Object.fromEntries(known), schema);
}
