import { functionSchema } from "../schema/awsSchema.ts";
import type { PropertySchema } from "../schema/types.ts";
import { isObject, texts } from "../world/reading.ts";
import type { Properties, Value, WorldResource } from "../world/world.ts";
import type { Invocation } from "./invoke.ts";

/** How a data source finds what it is asked for among the world's resources. */
export interface Lookup {
  type: string;
  /** What is looked through, where that is not just the resources of the type. */
  all?(invocation: Invocation): WorldResource[];
  /** Arguments that have to be equal to a property of the state, where that has another name. */
  arguments?: Record<string, string>;
  /** Arguments that say which of several to take, or what to do with it. */
  ignores?: readonly string[];
  /** Results that are a property of another name in the state. */
  results?: Record<string, string>;
  /** Results made from the resource. */
  made?(resource: WorldResource): Properties;
  /** AWS's filters (`filters: [{ name, values }]`) by the property that they look at. */
  filters?: Record<string, string>;
  /** What the provider says when nothing is found. */
  none(args: Properties): string;
  /** What the provider says when more than one is found; the first is taken if there is no such message. */
  several?: string;
}

/** The resources in the region that fit the arguments. */
export function matching(lookup: Lookup, invocation: Invocation): WorldResource[] {
  const { args, region, world } = invocation;
  const others = ["filters", "region", "tags", ...(lookup.ignores ?? [])];
  const named = Object.entries(args).filter(([name]) => !others.includes(name));
  const all = lookup.all?.(invocation) ?? world.resources(lookup.type);
  return all
    .filter(({ state }) => state.region === undefined || state.region === region)
    .filter((resource) =>
      named.every(([name, value]) => {
        const property = lookup.arguments?.[name] ?? name;
        const actual = property === "id" ? resource.id : resource.state[property];
        if (value === true && actual === undefined) return false;
        return (
          actual === undefined ||
          isObject(value) ||
          Array.isArray(value) ||
          each(actual).includes(String(value))
        );
      }),
    )
    .filter(({ state }) => hasTags(state, args.tags))
    .filter((resource) => passes(resource, args.filters, lookup.filters ?? {}));
}

/** The one resource that fits, as the results of the data source. */
export function found(token: string, lookup: Lookup, invocation: Invocation): Properties {
  const [resource, another] = matching(lookup, invocation);
  if (!resource) throw new Error(lookup.none(invocation.args));
  if (another && lookup.several !== undefined) throw new Error(lookup.several);
  return resultsOf(token, lookup, resource);
}

/** What a data source says of a resource: its state under the data source's names and types. */
export function resultsOf(token: string, lookup: Lookup, resource: WorldResource): Properties {
  const { inputs, outputs } = functionSchema(token);
  const made = { id: resource.id, ...lookup.made?.(resource) };
  const results: Properties = {};
  for (const [name, property] of Object.entries({ ...inputs, ...outputs })) {
    const value = made[name as "id"] ?? resource.state[lookup.results?.[name] ?? name];
    const isSelector = name in inputs && !inputs[name]?.computed;
    if (value !== undefined) results[name] = shaped(value, property);
    else if (!isSelector) results[name] = nothing(property);
  }
  if (resource.state.tagsAll !== undefined && "tags" in results) results.tags = resource.state.tagsAll;
  return results;
}

function hasTags(state: Properties, wanted: Value | undefined): boolean {
  if (!isObject(wanted)) return true;
  const { tagsAll } = state;
  return isObject(tagsAll) && Object.entries(wanted).every(([key, value]) => tagsAll[key] === value);
}

function passes(
  { id, state }: WorldResource,
  filters: Value | undefined,
  known: Record<string, string>,
): boolean {
  if (!Array.isArray(filters)) return true;
  return filters.filter(isObject).every(({ name, values }) => {
    const wanted = texts(values);
    const filter = String(name);
    if (filter.startsWith("tag:")) {
      const { tagsAll } = state;
      return (
        isObject(tagsAll) && wanted.some((pattern) => fits(String(tagsAll[filter.slice(4)] ?? ""), pattern))
      );
    }
    const property = known[filter];
    if (property === undefined) {
      throw new Error(
        `the sandbox does not know the filter '${filter}'; it knows tag:<key>, ${Object.keys(known).join(", ")}`,
      );
    }
    const actual = each(property === "id" ? id : (state[property] ?? ""));
    return wanted.some((pattern) => actual.some((one) => fits(one, pattern)));
  });
}

/** The members of a list, or the one value, as texts. */
const each = (value: Value): string[] => [value].flat().map(String);

/** AWS's patterns: `*` is any text, `?` any character. */
const fits = (actual: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(actual);

/** A nested object of a resource is a list of one in most data sources. */
function shaped(value: Value, property: PropertySchema): Value {
  if (property.type === "list" && !Array.isArray(value)) return [value];
  if (property.type === "string" && typeof value !== "string" && !isObject(value)) return String(value);
  return value;
}

function nothing({ type }: PropertySchema): Value {
  switch (type) {
    case "boolean":
      return false;
    case "number":
      return 0;
    case "list":
      return [];
    case "map":
    case "object":
      return {};
    default:
      return "";
  }
}
