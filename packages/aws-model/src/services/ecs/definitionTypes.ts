import type { InputRule } from "../../rules/inputRule.ts";
import { isObject } from "../../world/reading.ts";
import type { Value } from "../../world/world.ts";
import { containersIn, taskDefinitionType } from "./definition.ts";

/** The type of a field as Go knows it: a plain one, a list or a map of them, or a struct, alone or in a list. */
type GoType = "string" | "int32" | "bool" | "[]string" | "map[string]string" | Struct | [Struct];

interface Struct {
  name: string;
  /** By the names in Go; in JSON capitals don't matter. */
  fields: Record<string, GoType>;
}

const secret: Struct = { name: "Secret", fields: { Name: "string", ValueFrom: "string" } };

/** The fields of a container that people write numbers and texts into, as in https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html. */
const container: Struct = {
  name: "ContainerDefinition",
  fields: {
    Name: "string",
    Image: "string",
    Cpu: "int32",
    Memory: "int32",
    MemoryReservation: "int32",
    Essential: "bool",
    Command: "[]string",
    EntryPoint: "[]string",
    User: "string",
    WorkingDirectory: "string",
    ReadonlyRootFilesystem: "bool",
    StartTimeout: "int32",
    StopTimeout: "int32",
    DockerLabels: "map[string]string",
    Environment: [{ name: "KeyValuePair", fields: { Name: "string", Value: "string" } }],
    Secrets: [secret],
    PortMappings: [
      {
        name: "PortMapping",
        fields: { ContainerPort: "int32", HostPort: "int32", Protocol: "string", Name: "string" },
      },
    ],
    DependsOn: [{ name: "ContainerDependency", fields: { ContainerName: "string", Condition: "string" } }],
    HealthCheck: {
      name: "HealthCheck",
      fields: {
        Command: "[]string",
        Interval: "int32",
        Retries: "int32",
        StartPeriod: "int32",
        Timeout: "int32",
      },
    },
    LinuxParameters: {
      name: "LinuxParameters",
      fields: {
        InitProcessEnabled: "bool",
        MaxSwap: "int32",
        SharedMemorySize: "int32",
        Swappiness: "int32",
        Tmpfs: [
          { name: "Tmpfs", fields: { ContainerPath: "string", Size: "int32", MountOptions: "[]string" } },
        ],
      },
    },
    LogConfiguration: {
      name: "LogConfiguration",
      fields: { LogDriver: "string", Options: "map[string]string", SecretOptions: [secret] },
    },
  },
};

/** The provider reads the JSON of containers itself. */
export const definitionTypeRules: readonly InputRule[] = [
  {
    name: "container-definition-types",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    type: taskDefinitionType,
    property: "containerDefinitions",
    problems: (text) => {
      const problem = wrongIn(containersIn(text), [container], []);
      return problem === undefined
        ? []
        : [`ECS Task Definition container_definitions is invalid: ${problem}`];
    },
  },
];

/** What Go says about the first value that isn't of its type. */
function wrongIn(
  value: Value,
  type: GoType,
  path: readonly string[],
  owner = container.name,
): string | undefined {
  const wrong = () =>
    `json: cannot unmarshal ${kindOf(value)} into Go struct field ${[owner, ...path].join(".")} of type ${inGo(type)}`;
  const first = (values: Value[], of: GoType) =>
    values.map((one) => wrongIn(one, of, path, owner)).find((problem) => problem !== undefined);
  if (type === "[]string") return Array.isArray(value) ? first(value, "string") : wrong();
  if (Array.isArray(type)) return Array.isArray(value) ? first(value, type[0]) : wrong();
  if (type === "string" || type === "int32" || type === "bool")
    return kindOf(value) === kinds[type] ? undefined : wrong();
  if (!isObject(value)) return wrong();
  if (type === "map[string]string") return first(Object.values(value), "string");
  return Object.entries(value)
    .map(([name, member]) => {
      const field = Object.keys(type.fields).find((one) => one.toLowerCase() === name.toLowerCase());
      const known = field === undefined ? undefined : type.fields[field];
      return known && wrongIn(member, known, [...path, field ?? ""], type.name);
    })
    .find((problem) => problem !== undefined);
}

const kinds = { string: "string", int32: "number", bool: "bool" } as const;

/** What JSON has, in Go's words. */
function kindOf(value: Value): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function inGo(type: GoType): string {
  if (typeof type === "string") return type;
  return Array.isArray(type) ? `[]types.${type[0].name}` : `types.${type.name}`;
}
