import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The components that the package offers. */
const COMPONENTS = ["DjangoBase", "DjangoApp"];

/** What the component provider host of @pulumi/pulumi reads off the source, by its own two functions. */
interface Analysis {
  components: unknown;
  typeDefinitions: unknown;
  dependencies: unknown;
}
interface Analyzer {
  new (folder: string, name: string, packageJson: unknown, components: Set<string>): { analyze(): Analysis };
}
type GenerateSchema = (
  name: string,
  version: string,
  description: string,
  components: unknown,
  types: unknown,
  dependencies: unknown,
) => Record<string, unknown>;

/** The text of schema.json as the source is now. */
export function schemaText(): string {
  const require = createRequire(import.meta.url);
  const { Analyzer } = require("@pulumi/pulumi/provider/experimental/analyzer") as { Analyzer: Analyzer };
  const { generateSchema } = require("@pulumi/pulumi/provider/experimental/schema") as {
    generateSchema: GenerateSchema;
  };
  const packageJson = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const { name, version, description } = packageJson;
  const analysis = new Analyzer(root.replace(/\/$/, ""), name, packageJson, new Set(COMPONENTS)).analyze();
  const schema = generateSchema(
    name,
    version,
    description,
    analysis.components,
    analysis.typeDefinitions,
    analysis.dependencies,
  );
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(`${root}schema.json`, schemaText());
