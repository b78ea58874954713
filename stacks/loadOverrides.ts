import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { messageOf } from "@ublog/terminal/errors";

/** A file that people may add to change what isn't a setting. */
const FILE = "overrides.ts";

/**
 * The options of the component that a stack is: with the function `transform` of overrides.ts, where there is such a file. It sees
 * each resource of the component before it is made, and may change its properties and options. Throws a RunError that says what is
 * wrong with the file.
 */
export async function loadOverrides(folder: string): Promise<pulumi.ComponentResourceOptions> {
  const file = join(folder, FILE);
  if (!existsSync(file)) return {};
  const { transform } = await load(file);
  if (typeof transform !== "function") {
    const given =
      transform === undefined ? "exports no transform" : "exports a transform that is not a function";
    throw new pulumi.RunError(
      `stacks/${FILE}: ${given}. Write: export const transform: ResourceTransform = ({ type, props, opts }) => …; or remove the file.`,
    );
  }
  return { transforms: [guarded(transform as pulumi.ResourceTransform)] };
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new pulumi.RunError(`stacks/${FILE}: can't be loaded. ${messageOf(error)}`);
  }
}

/** The function, whose errors say where they come from and at which resource. */
function guarded(transform: pulumi.ResourceTransform): pulumi.ResourceTransform {
  return async (args) => {
    try {
      return await transform(args);
    } catch (error) {
      throw new Error(`stacks/${FILE} fails at ${args.type} "${args.name}". ${messageOf(error)}`);
    }
  };
}
