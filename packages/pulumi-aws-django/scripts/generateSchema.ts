import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider.js";
import * as components from "../src/index.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** Where the schema is kept: config readers and reviewers of the public API read it. */
export const SCHEMA_FILE = `${folder}schema.json`;

/** The one argument that is text or a map: schemas of packages have such unions, and Pulumi's analyzer refuses them. */
const TEXT_OR_MAP = "EnvironmentValue";

/** A type of the TypeScript compiler, as far as this file looks into it. */
interface AnalyzedType {
  aliasSymbol?: { escapedName: unknown };
  types?: AnalyzedType[];
  getSymbol(): { escapedName: unknown } | undefined;
}

type Analyze = (
  context: object,
  type: AnalyzedType,
  ...rest: unknown[]
) => { $ref?: string; oneOf?: object[] };

const analyzer = Analyzer.prototype as unknown as { analyzeType: Analyze };
const { analyzeType } = analyzer;
analyzer.analyzeType = function (this: unknown, context, type, ...rest) {
  if (type.aliasSymbol?.escapedName !== TEXT_OR_MAP) return analyzeType.call(this, context, type, ...rest);
  // Beside it there are the promise and the output of text.
  const map = type.types?.find((one) => one.getSymbol()?.escapedName === "VariableReference");
  if (map === undefined) throw new Error(`${TEXT_OR_MAP} has no VariableReference`);
  const { $ref } = analyzeType.call(this, context, map, ...rest);
  return { oneOf: [{ type: "string" }, { $ref, plain: true }] };
};

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
