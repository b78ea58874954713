import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder with a `Pulumi.yaml`: this one or one above it. Undefined where there is none. */
export function findProject(from: string): string | undefined {
  if (existsSync(join(from, "Pulumi.yaml"))) return from;
  const above = dirname(from);
  return above === from ? undefined : findProject(above);
}
