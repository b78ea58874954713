import { posix } from "node:path";
import type { Tree } from "../tree.ts";
import { type Declared, type Deployment, serversIn } from "./declared.ts";
import { isRecord, listOf, recordOf, textOf } from "./shapes.ts";
import { parsedYaml } from "./yamlFile.ts";

/** Reads a render.yaml. */
export function readRender(tree: Tree, file: string, shown: string): Deployment {
  const document = parsedYaml(tree, file, shown);
  const services = listOf(document.services).filter(isRecord);
  const processes: Declared[] = [];
  const variables: Deployment["variables"] = {};
  let healthCheckPath: string | undefined;
  let image: Deployment["image"];
  for (const service of services) {
    const type = textOf(service.type) ?? "";
    const runtime = textOf(service.runtime) ?? textOf(service.env) ?? "";
    if (["redis", "keyvalue", "static"].includes(type) || ["static", "node"].includes(runtime)) continue;
    const name = textOf(service.name) ?? type;
    const line = textOf(service.startCommand) ?? textOf(service.dockerCommand);
    const kind = type === "cron" ? ("cron" as const) : undefined;
    if (line !== undefined)
      processes.push({ from: file, name, kind, line, schedule: textOf(service.schedule) });
    const release = textOf(service.preDeployCommand);
    if (release !== undefined)
      processes.push({ from: file, name: "release", kind: "release", line: release });
    if (type === "web") healthCheckPath ??= textOf(service.healthCheckPath);
    Object.assign(variables, variablesIn(service.envVars));
    const dockerfile = textOf(service.dockerfilePath);
    if (dockerfile !== undefined && image === undefined) {
      const context = posix.normalize(textOf(service.dockerContext) ?? textOf(service.rootDir) ?? ".");
      image = { context, dockerfile: posix.relative(context, posix.normalize(dockerfile)) };
    }
  }
  for (const group of listOf(document.envVarGroups))
    Object.assign(variables, variablesIn(recordOf(group).envVars));
  const types = services.map(({ type }) => textOf(type) ?? "");
  const servers = serversIn([...types, ...(listOf(document.databases).length > 0 ? ["postgres"] : [])]);
  return { file, processes, variables, healthCheckPath, image, servers };
}

function variablesIn(list: unknown): Deployment["variables"] {
  const named = listOf(list)
    .filter(isRecord)
    .flatMap(({ key, value }): [string, string | undefined][] => {
      const name = textOf(key);
      return name === undefined ? [] : [[name, textOf(value)]];
    });
  return Object.fromEntries(named);
}
