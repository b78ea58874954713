import schema from "pulumi-aws-django/schema.json" with { type: "json" };
import * as z from "zod";

/** A property of a component or type, as the package's schema writes it. */
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
  required?: string[];
  enum?: { value: string }[];
}

interface Component {
  inputProperties: Record<string, Property>;
  requiredInputs?: string[];
}

// The arguments' TypeScript is the only place where settings are written down: the schema is made from it.
const types: Record<string, ObjectType> = schema.types;
const components: Record<string, Component> = schema.resources;

const PACKAGE = "pulumi-aws-django:index:";
const REFERENCE = "#/types/";

/** Validator for each argument of a component, by its name. */
export function validatorsOfArguments(component: "DjangoBase" | "DjangoApp"): Record<string, z.ZodType> {
  const { inputProperties, requiredInputs } = argumentsOf(component);
  return shapeOf(inputProperties, requiredInputs);
}

/** The component that has an argument of this name; the base where both have it. */
export function componentWith(argument: string): "DjangoBase" | "DjangoApp" | undefined {
  return (["DjangoBase", "DjangoApp"] as const).find((name) =>
    Object.hasOwn(argumentsOf(name).inputProperties, argument),
  );
}

function argumentsOf(component: "DjangoBase" | "DjangoApp"): Component {
  const found = components[PACKAGE + component];
  if (found === undefined) throw new Error(`schema.json has no component ${component}`);
  return found;
}

/** Whether a validator wants text: a string or one of several names. */
export function isText(validator: z.ZodType | undefined): boolean {
  if (validator instanceof z.ZodOptional) return isText(validator.unwrap() as z.ZodType);
  return (
    validator instanceof z.ZodString || validator instanceof z.ZodEnum || validator instanceof z.ZodLiteral
  );
}

const made = new Map<string, z.ZodType>();

function ofType(token: string): z.ZodType {
  const known = made.get(token);
  if (known !== undefined) return known;
  const type = types[token];
  if (type === undefined) throw new Error(`schema.json has no type ${token}`);
  const validator = type.enum
    ? z.enum(type.enum.map(({ value }) => value))
    : z.strictObject(shapeOf(type.properties ?? {}, type.required));
  made.set(token, validator);
  return validator;
}

function shapeOf(properties: Record<string, Property>, required: string[] = []): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const validator = ofProperty(property).describe(property.description ?? "");
      return [name, required.includes(name) ? validator : validator.optional()];
    }),
  );
}

/** Text or a map. What is in the map, the component checks: it has more to say about it than that a name is wrong. */
const textOrMap = z.unknown().superRefine((value, { addIssue }) => {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (typeof value !== "string" && !isMap)
    addIssue({ code: "invalid_type", expected: "string", input: value });
});

function ofProperty(property: Property): z.ZodType {
  if (property.oneOf !== undefined) return textOrMap;
  if (property.$ref?.startsWith(REFERENCE)) return ofType(property.$ref.slice(REFERENCE.length));
  switch (property.type) {
    case "string":
      return z.string();
    case "number":
    case "integer":
      return z.number();
    case "boolean":
      return z.boolean();
    case "array":
      return z.array(ofProperty(property.items ?? {}));
    case "object":
      return z.record(z.string(), ofProperty(property.additionalProperties ?? {}));
    default:
      throw new Error(`schema.json has a property that config can't provide: ${JSON.stringify(property)}`);
  }
}
