import schema from "../../../packages/pulumi-aws-django/schema.json" with { type: "json" };

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
}

const types = schema.types as Record<
  string,
  { properties?: Record<string, Property>; enum?: { value: string }[] }
>;

/** All settings of a component: `network.nat=none` for each value of an enumeration, `network.ipv6` for the rest; `*` is any name. */
export function settingsOf(component: "DjangoBase" | "DjangoApp"): string[] {
  const { inputProperties } = schema.resources[`pulumi-aws-django:index:${component}`];
  const { base: _, ...own } = inputProperties as Record<string, Property>;
  return below(own, "");
}

function below(properties: Record<string, Property>, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, property]) => paths(property, prefix + name));
}

function paths(property: Property, path: string): string[] {
  if (property.items) return paths(property.items, path);
  if (property.additionalProperties) return paths(property.additionalProperties, `${path}.*`);
  const type = types[property.$ref?.replace("#/types/", "") ?? ""];
  if (type?.enum) return type.enum.map(({ value }) => `${path}=${value}`);
  return type?.properties ? below(type.properties, `${path}.`) : [path];
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
