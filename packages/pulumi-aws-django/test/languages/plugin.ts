import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { DjangoApp } from "../../src/app/djangoApp.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";

/** The part of the package schema that the plugin itself reads. */
interface PackageSchema {
  name: string;
  version: string;
  resources: Record<string, { properties?: Record<string, unknown> }>;
}

type Component = new (
  name: string,
  args: never,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const schemaText = readFileSync(new URL("../../schema.json", import.meta.url), "utf8");
const schema: PackageSchema = JSON.parse(schemaText);
const components: Record<string, Component> = {
  [`${schema.name}:index:DjangoApp`]: DjangoApp,
  [`${schema.name}:index:DjangoBase`]: DjangoBase,
};

/**
 * The components as an executable plugin, for a language host that can't run one from a folder. It does what Pulumi's own plugin
 * host does with the package, but reads the committed schema instead of compiling the source at each start.
 */
const plugin: pulumi.provider.Provider = {
  version: schema.version,
  schema: schemaText,
  async construct(name, type, inputs, options) {
    const component = components[type];
    if (component === undefined) {
      throw new Error(`${schema.name} has no ${type}. It has ${Object.keys(components).join(" and ")}.`);
    }
    const instance = new component(name, inputs as never, options);
    const outputs = Object.keys(schema.resources[type]?.properties ?? {});
    return {
      urn: instance.urn,
      state: Object.fromEntries(outputs.map((output) => [output, Reflect.get(instance, output)])),
    };
  },
};

await pulumi.provider.main(plugin, process.argv.slice(2));
