#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { DjangoApp } from "./app/djangoApp.ts";
import { DjangoBase } from "./base/djangoBase.ts";

/** The part of the package's schema that the plugin itself reads. */
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

const schemaText = readFileSync(new URL("../schema.json", import.meta.url), "utf8");
const schema: PackageSchema = JSON.parse(schemaText);
const components: Record<string, Component> = {
  [`${schema.name}:index:DjangoApp`]: DjangoApp,
  [`${schema.name}:index:DjangoBase`]: DjangoBase,
};

/**
 * The components as a plugin, for programs in any language. It does what Pulumi's own host does with a package of components, but
 * serves schema.json: the host makes the schema of the TypeScript source, which the published package doesn't have, at each start.
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

// Not awaited: Pulumi's own host loads this with `require`, which can't load a module with a top-level await.
pulumi.provider.main(plugin, process.argv.slice(2));
