import { nearest } from "@ublog/terminal/nearest";
import { compare } from "../bridge/compare.ts";
import { checkObject, missing } from "../schema/typeCheck.ts";
import type { DiffKind, DiffRequest, DiffResult, Provider } from "../shared/protocol.ts";
import { nameOf } from "../shared/urn.ts";
import { secret, unknown } from "../shared/values.ts";
import type { Properties } from "../world/world.ts";
import { type RandomResource, randomResources } from "./resources.ts";

function resourceOf(type: string): RandomResource {
  const found = randomResources[type];
  if (found) return found;
  const guess = nearest(type, Object.keys(randomResources));
  throw new Error(
    `the sandbox does not serve the resource type ${type}${guess === undefined ? "" : `; did you mean ${guess}?`}`,
  );
}

/** The random provider: what it makes lives in Pulumi's state only. */
export function randomProvider(version: string): Provider {
  return {
    name: "random",
    version,
    checkConfig: (_urn, inputs) => ({ inputs, failures: [] }),
    configure: () => {},
    invoke: (token) => {
      throw new Error(`the random provider has no function ${token}`);
    },
    check: ({ type, urn, newInputs }) => {
      const resource = resourceOf(type);
      const { value, failures } = checkObject(newInputs, resource.inputs, "", nameOf(urn));
      for (const [name, property] of Object.entries(resource.inputs)) {
        if (property.required && value[name] === undefined) failures.push(missing(name));
      }
      if (failures.length === 0) failures.push(...(resource.check?.(value) ?? []));
      return { inputs: value, failures };
    },
    diff,
    create: ({ type, inputs, preview }) => {
      const resource = resourceOf(type);
      const { id, outputs } = preview
        ? { id: "", outputs: Object.fromEntries(resource.outputs.map((name) => [name, unknown])) }
        : resource.make(inputs);
      return { id, state: stateOf(resource, inputs, outputs) };
    },
    read: ({ type, id, state, inputs }) => {
      const resource = resourceOf(type);
      if (Object.keys(state).length > 0) return { id, state: withSecrets(resource, state), inputs };
      const adopted = resource.adopt?.(id);
      if (!adopted) throw new Error(`${type} can't be imported`);
      const given = Object.keys(resource.inputs).filter(
        (name) => adopted.state[name] !== undefined && adopted.state[name] !== resource.defaults[name],
      );
      return {
        id: adopted.id,
        state: withSecrets(resource, adopted.state),
        inputs: Object.fromEntries(given.map((name) => [name, adopted.state[name] ?? null])),
      };
    },
    update: ({ type, oldState, newInputs }) => {
      const resource = resourceOf(type);
      const outputs = resource.outputs.map((name) => [name, oldState[name] ?? null]);
      return stateOf(resource, newInputs, Object.fromEntries(outputs));
    },
    delete: ({ type }) => void resourceOf(type),
  };
}

function diff({ type, oldState, newInputs, ignoreChanges }: DiffRequest): DiffResult {
  const resource = resourceOf(type);
  const planned = stateInputs(resource, newInputs);
  const detailed: Record<string, DiffKind> = {};
  for (const [name, property] of Object.entries(resource.inputs)) {
    if (ignoreChanges.includes(name)) continue;
    const place = { type, path: name, forced: false };
    Object.assign(detailed, compare(oldState[name], planned[name], property, place));
  }
  const replaces = new Set(Object.keys(detailed).map((path) => path.split(/[.[]/, 1)[0] ?? path));
  return {
    changes: replaces.size > 0,
    detailed,
    replaces: [...replaces].sort(),
    stables: Object.keys(resource.inputs).filter((name) => !replaces.has(name)),
    deleteBeforeReplace: false,
  };
}

/** The inputs as the state has them. */
function stateInputs(resource: RandomResource, inputs: Properties): Properties {
  const state = { ...resource.defaults, ...inputs };
  if ("numeric" in resource.inputs) {
    const numeric = inputs.numeric ?? inputs.number ?? true;
    state.numeric = numeric;
    state.number = numeric;
  }
  return state;
}

const stateOf = (resource: RandomResource, inputs: Properties, outputs: Properties): Properties =>
  withSecrets(resource, { ...stateInputs(resource, inputs), ...outputs });

function withSecrets(resource: RandomResource, state: Properties): Properties {
  const marked = { ...state };
  for (const name of resource.secrets) {
    const value = marked[name];
    if (value !== undefined) marked[name] = secret(value);
  }
  return marked;
}
