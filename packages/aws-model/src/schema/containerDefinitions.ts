import { records } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { canonicalJson } from "./json.ts";

/** True if two texts of container definitions register the same containers. */
export function sameContainerDefinitions(a: string, b: string): boolean {
  try {
    return canonical(a) === canonical(b);
  } catch {
    return false;
  }
}

/** Container definitions as ECS gives them back: sorted environment, host ports filled in, empty lists present. */
export function registeredContainerDefinitions(text: string, networkMode: Value | undefined): string {
  const containers = parse(text).map((container): Properties => {
    const ports = records(container.portMappings).map((mapping) =>
      networkMode === "awsvpc" && mapping.hostPort === undefined
        ? { ...mapping, hostPort: mapping.containerPort ?? 0, protocol: mapping.protocol ?? "tcp" }
        : { ...mapping, protocol: mapping.protocol ?? "tcp" },
    );
    return {
      cpu: 0,
      essential: true,
      mountPoints: [],
      systemControls: [],
      volumesFrom: [],
      ...container,
      environment: byName(records(container.environment)),
      ...(container.secrets === undefined ? {} : { secrets: byName(records(container.secrets)) }),
      portMappings: ports,
    };
  });
  return JSON.stringify(
    containers.map((container) =>
      Object.fromEntries(Object.entries(container).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  );
}

function canonical(text: string): string {
  const containers = parse(text).map((container) => {
    const ports = records(container.portMappings).map((mapping) => {
      const { hostPort, protocol, ...rest } = mapping;
      return {
        ...rest,
        ...(protocol === undefined || protocol === "tcp" ? {} : { protocol }),
        // In the network mode awsvpc, the only one of Fargate, both ports are the same.
        ...(hostPort === undefined || hostPort === 0 || hostPort === rest.containerPort ? {} : { hostPort }),
      };
    });
    const { cpu, essential, ...rest } = container;
    return withoutEmpty({
      ...rest,
      ...(cpu === undefined || cpu === 0 ? {} : { cpu }),
      ...(essential === false ? { essential } : {}),
      environment: byName(records(container.environment)),
      secrets: byName(records(container.secrets)),
      portMappings: ports,
    });
  });
  return canonicalJson(byName(containers));
}

const parse = (text: string): Properties[] => JSON.parse(text) as Properties[];

const byName = (items: Properties[]): Properties[] =>
  [...items].sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));

const withoutEmpty = (object: Properties): Properties =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
