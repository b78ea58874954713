import { type Document, isScalar, visit } from "yaml";

/** The sandbox's stand-in for a secret setting, which only its real stack can decrypt. */
const secretStandIn = "stand-in-of-the-sandbox";

/** Puts a plain value in place of each `secure:` one of a stack file, and counts them. */
export function replaceSecrets(stack: Document): number {
  let count = 0;
  visit(stack, {
    Map(_key, node) {
      const [only, ...others] = node.items;
      if (!only || others.length > 0 || !isScalar(only.key) || only.key.value !== "secure") return undefined;
      count += 1;
      return stack.createNode(secretStandIn);
    },
  });
  return count;
}

/** Where in the config of a stack file such plain values are, as `pulumi config --path` writes it: `ublog:secretValues.TOKEN`. */
export function standIns(stack: Document): string[] {
  const { config } = (stack.toJS() ?? {}) as { config?: Record<string, unknown> };
  return Object.entries(config ?? {}).flatMap(([key, value]) => pathsIn(value, key));
}

/** As flags of `pulumi config set-all --path`: the same values, this time to be encrypted. */
export const asSecrets = (paths: readonly string[]): string[] =>
  paths.flatMap((path) => ["--secret", `${path}=${secretStandIn}`]);

function pathsIn(value: unknown, path: string): string[] {
  if (value === secretStandIn) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsIn(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    pathsIn(item, /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`),
  );
}
