import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENVIRONMENT } from "../src/app/plan/environment.ts";
import { SCHEMA_FILE } from "./generateSchema.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

export const ENVIRONMENT_FILE = `${folder}ENVIRONMENT.md`;
export const REFERENCE_FILE = `${folder}REFERENCE.md`;

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
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
    "Celery workers, *frontend* the Nuxt server. Secrets reach a container through ECS, never as plain values. What the settings should make of",
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
      propertyTable(inputProperties, requiredInputs),
      "### Outputs",
      propertyTable(properties, Object.keys(properties)),
    ].join("\n\n");
  });
  const types = Object.entries(schema.types)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([token, type]) => {
      const body =
        type.enum === undefined
          ? propertyTable(type.properties ?? {}, type.required)
          : [
              "| value | what it means |",
              "| --- | --- |",
              ...type.enum.map((m) => `| \`${m.value}\` | ${cell(m.description)} |`),
            ].join("\n");
      return `### ${nameOf(token)}\n\n${body}`;
    });
  return [
    "# Reference",
    "Made from `schema.json` by `pnpm --filter pulumi-aws-django schema`. In a stack file each setting is `ublog:<name>`.",
    ...sections,
    "## Types",
    ...types,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function propertyTable(properties: Record<string, Property>, required: string[] = []): string {
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\`${required.includes(name) ? "" : "?"} | ${typeOf(property)} | ${cell(property.description ?? "")} |`,
  );
  return ["| name | type | what it is |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeOf({ type, $ref, items, additionalProperties }: Property): string {
  if ($ref !== undefined) return `[${nameOf($ref)}](#${nameOf($ref).toLowerCase()})`;
  if (items !== undefined) return `list of ${typeOf(items)}`;
  if (additionalProperties !== undefined) return `map of ${typeOf(additionalProperties)}`;
  return type ?? "";
}

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
