import schema from "../../../packages/pulumi-aws-django/schema.json" with { type: "json" };

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  oneOf?: Property[];
  description?: string;
}

interface ObjectType {
  properties?: Record<string, Property>;
  enum?: { value: string; description?: string }[];
  description?: string;
}

const types: Record<string, ObjectType> = schema.types;

/** A setting, and what the reference says of it. */
interface Setting {
  path: string;
  description: string;
}

type Component = "DjangoBase" | "DjangoApp";

/** All settings of a component: `network.nat=none` for each value of an enumeration, `network.ipv6` for the rest; `*` is any name. */
export function settingsOf(component: Component): string[] {
  return described(component).map(({ path }) => path);
}

/** Those of them whose description names a price. */
export function pricedSettings(component: Component): string[] {
  return described(component)
    .filter(({ description }) => /\bUSD\b/.test(description))
    .map(({ path }) => path);
}

function described(component: Component): Setting[] {
  const { inputProperties } = schema.resources[`pulumi-aws-django:index:${component}`];
  const { base: _, ...own } = inputProperties as Record<string, Property>;
  return below(own, "");
}

function below(properties: Record<string, Property>, prefix: string, group = ""): Setting[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const { description = "" } = property;
    // What a whole group costs is what turning it on costs.
    return settings(property, prefix + name, name === "enabled" ? `${group} ${description}` : description);
  });
}

function settings(property: Property, path: string, description: string): Setting[] {
  if (property.oneOf) return property.oneOf.flatMap((one) => settings(one, path, description));
  if (property.items) return settings(property.items, path, description);
  if (property.additionalProperties) return settings(property.additionalProperties, `${path}.*`, description);
  const type = types[property.$ref?.replace("#/types/", "") ?? ""];
  if (type?.enum)
    return type.enum.map((one) => ({
      path: `${path}=${one.value}`,
      description: `${description} ${one.description ?? ""}`,
    }));
  return type?.properties ? below(type.properties, `${path}.`, type.description) : [{ path, description }];
}

/** The settings among `all` that these arguments use. */
export function used(all: readonly string[], args: unknown): string[] {
  return all.filter((setting) => {
    const [path = "", wanted] = setting.split("=");
    return isAt(args, path.split("."), wanted);
  });
}

function isAt(value: unknown, [name, ...rest]: string[], wanted: string | undefined): boolean {
  if (Array.isArray(value))
    return value.some((item) => isAt(item, name === undefined ? [] : [name, ...rest], wanted));
  if (name === undefined) return value !== undefined && (wanted === undefined || value === wanted);
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  return name === "*"
    ? Object.values(members).some((member) => isAt(member, rest, wanted))
    : isAt(members[name], rest, wanted);
}
