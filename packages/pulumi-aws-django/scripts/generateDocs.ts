import { globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENVIRONMENT } from "../src/app/plan/environment.ts";
import { SCHEMA_FILE } from "./generateSchema.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

export const ENVIRONMENT_FILE = `${folder}ENVIRONMENT.md`;
export const REFERENCE_FILE = `${folder}REFERENCE.md`;

interface Property {
  type?: string;
  plain?: boolean;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  oneOf?: Property[];
  description?: string;
}

interface Schema {
  resources: Record<
    string,
    {
      description: string;
      inputProperties: Record<string, Property>;
      requiredInputs?: string[];
      properties: Record<string, Property>;
    }
  >;
  types: Record<
    string,
    {
      properties?: Record<string, Property>;
      required?: string[];
      enum?: { value: string; description: string }[];
    }
  >;
}

/** ENVIRONMENT.md: every variable that the containers get. */
export function environmentText(): string {
  const rows = ENVIRONMENT.map(
    ({ name, audience, secret, source, description }) =>
      `| \`${name}\` | ${audience} | ${secret === undefined ? source : `secret: ${source}`} | ${cell(description)} |`,
  );
  return [
    "# The environment of the containers",
    "",
    "Made from `src/app/plan/environment.ts` by `pnpm --filter pulumi-aws-django schema`. *backend* are all processes on the Django image, *worker* the",
    "Celery workers, *frontend* the Nuxt server, *all* both images. Secrets reach a container through ECS, never as plain values. What the settings should make of",
    "them is in the [README](README.md#the-environment-of-the-containers).",
    "",
    "| variable | processes | from | what it is |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** REFERENCE.md: every setting of both components, from schema.json. */
export function referenceText(): string {
  const schema: Schema = JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));
  const sections = Object.entries(schema.resources).map(([token, component]) => {
    const { description, inputProperties, requiredInputs, properties } = component;
    return [
      `## ${nameOf(token)}`,
      description,
      "### Settings",
      propertyTable(inputProperties, requiredInputs, inputType),
      "### Outputs",
      propertyTable(properties, Object.keys(properties)),
    ].join("\n\n");
  });
  const types = Object.entries(schema.types)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([token, type]) => {
      const body =
        type.enum === undefined
          ? propertyTable(type.properties ?? {}, type.required, isMade(token) ? typeOf : inputType)
          : [
              "| value | what it means |",
              "| --- | --- |",
              ...type.enum.map((m) => `| \`${m.value}\` | ${cell(m.description)} |`),
            ].join("\n");
      return [`### ${nameOf(token)}`, described(nameOf(token)), body].join("\n\n");
    });
  return [
    "# Reference",
    "Made from `schema.json` by `pnpm --filter pulumi-aws-django schema`. In a stack file each setting is `ublog:<name>`.",
    INPUTS,
    ...sections,
    "## Types",
    ...types,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function propertyTable(
  properties: Record<string, Property>,
  required: string[] = [],
  written = typeOf,
): string {
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\`${required.includes(name) ? "" : "?"} | ${written(property)} | ${cell(property.description ?? "")} |`,
  );
  return ["| name | type | what it is |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeOf({ type, $ref, items, additionalProperties }: Property): string {
  if ($ref !== undefined) return `[${nameOf($ref)}](#${nameOf($ref).toLowerCase()})`;
  if (items !== undefined) return `list of ${typeOf(items)}`;
  if (additionalProperties !== undefined) return `map of ${typeOf(additionalProperties)}`;
  return type ?? "";
}

/** As typeOf, with what may be known late marked: schema.json calls the rest plain. */
function inputType(property: Property): string {
  const { items, additionalProperties, oneOf, plain } = property;
  if (oneOf !== undefined) return oneOf.map(inputType).join(" or ");
  const late = plain === true ? "" : "Input of ";
  if (items !== undefined) return `${late}list of ${inputType(items)}`;
  if (additionalProperties !== undefined) return `${late}map of ${inputType(additionalProperties)}`;
  return late + typeOf(property);
}

const INPUTS =
  "**Input**: the value may be an output of another resource, known only once that is made. Every other value is plain: it is known while the program runs, because it decides which resources there are. In a stack file there is no difference.";

/** Whether a type belongs to a component's outputs, and not to a setting. */
function isMade(token: string): boolean {
  return /:(BaseContract|Deploy)\w*$/.test(token);
}

/** What the source says about a type: Pulumi's analyzer leaves that out of the schema. */
function described(name: string): string {
  const found = descriptions.get(name);
  if (found === undefined) throw new Error(`${name} has no description: write one above it`);
  return found;
}

const descriptions = new Map(
  globSync(`${folder}src/**/*.ts`).flatMap((file) => {
    const matches = readFileSync(file, "utf8").matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])+)\*\/\nexport (?:interface|const) (\w+)/g,
    );
    return [...matches].map(([, text = "", name = ""]): [string, string] => [
      name,
      text.replaceAll(/\n \* ?/g, " ").trim(),
    ]);
  }),
);

function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

if (import.meta.main) {
  writeFileSync(ENVIRONMENT_FILE, environmentText());
  writeFileSync(REFERENCE_FILE, referenceText());
}
