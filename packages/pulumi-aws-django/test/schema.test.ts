import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SCHEMA_FILE, schemaText } from "../scripts/generateSchema.ts";

test("schema.json is made from the source as it is now; if not, run: pnpm --filter pulumi-aws-django schema", async () => {
  expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(await schemaText());
  // The compiler reads all types of the AWS package first.
}, 120_000);

interface Schema {
  resources: Record<string, { inputProperties: Properties; properties: Properties; description?: string }>;
  types: Record<string, { properties?: Properties; enum?: { name: string; description?: string }[] }>;
}
type Properties = Record<string, { description?: string; optional?: boolean; type?: string }>;

const schema: Schema = JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));

test("the package offers two components and no type of another package", () => {
  expect(Object.keys(schema.resources).sort()).toEqual([
    "pulumi-aws-django:index:DjangoApp",
    "pulumi-aws-django:index:DjangoBase",
  ]);
  expect(JSON.stringify(schema)).not.toMatch(/"\$ref":"\/|pulumi\.json#\/Any/);
});

test("everything is documented: what it does, and what it is by default", () => {
  const undocumented: string[] = [];
  const look = (owner: string, properties: Properties, isInput: boolean) => {
    for (const [name, { description, optional }] of Object.entries(properties)) {
      // What goes out has no defaults: contracts between stacks and to releases.
      const saysDefault =
        !isInput ||
        optional !== true ||
        /BaseContract|Deploy/.test(owner) ||
        /(Defaults? to|Either|Needed together with)/.test(description ?? "");
      if (!description?.endsWith(".") || description.includes("[object") || !saysDefault) {
        undocumented.push(`${owner}.${name}: ${description}`);
      }
    }
  };
  for (const [token, { inputProperties, properties, description }] of Object.entries(schema.resources)) {
    expect(description).toMatch(/\.$/);
    look(token, inputProperties, true);
    look(token, properties, false);
  }
  for (const [token, { properties = {}, enum: members = [] }] of Object.entries(schema.types)) {
    look(token, properties, true);
    for (const { name, description } of members) {
      if (!description?.endsWith(".")) undocumented.push(`${token}.${name}: ${description}`);
    }
  }
  expect(undocumented).toEqual([]);
});
