import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider.js";
import * as components from "../src/index.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** Where the schema is kept: config readers and reviewers of the public API read it. */
export const SCHEMA_FILE = `${folder}schema.json`;

/** The schema of all components as the plugin serves it, made from the source as it is now. */
export async function schemaText(): Promise<string> {
  const provider = new ComponentProvider({
    name: "pulumi-aws-django",
    dirname: folder,
    components: getPulumiComponents(components),
  });
  return `${JSON.stringify(JSON.parse(await provider.getSchema()), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, await schemaText());
