import { posix } from "node:path";
import { parsedToml } from "../django/requirements.ts";
import type { Tree } from "../tree.ts";
import type { Declared, Deployment } from "./declared.ts";
import { isRecord, listOf, recordOf, textOf } from "./shapes.ts";

/** Reads a fly.toml. */
export function readFly(tree: Tree, file: string, shown: string): Deployment {
  const document = parsedToml(tree, file, shown);
  const processes: Declared[] = Object.entries(recordOf(document.processes)).flatMap(([name, line]) =>
    typeof line === "string" && line.trim() !== "" ? [{ from: file, name, kind: undefined, line }] : [],
  );
  const release = textOf(recordOf(document.deploy).release_command);
  if (release !== undefined) processes.push({ from: file, name: "release", kind: "release", line: release });
  const dockerfile = textOf(recordOf(document.build).dockerfile);
  const variables = Object.entries(recordOf(document.env)).map(([name, value]) => [name, textOf(value)]);
  return {
    file,
    processes,
    variables: Object.fromEntries(variables),
    healthCheckPath: healthCheckPath(document),
    image: dockerfile === undefined ? undefined : { context: posix.dirname(file), dockerfile },
    servers: [],
  };
}

function healthCheckPath(document: Record<string, unknown>): string | undefined {
  const checks = [
    ...listOf(recordOf(document.http_service).checks),
    ...Object.values(recordOf(document.checks)),
    ...listOf(document.services).flatMap((service) => listOf(recordOf(service).http_checks)),
  ];
  return checks
    .filter(isRecord)
    .map(({ path }) => textOf(path))
    .find((path) => path !== undefined);
}
