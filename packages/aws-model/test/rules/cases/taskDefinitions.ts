import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const type = "aws:ecs/taskDefinition:TaskDefinition";
const role = "arn:aws:iam::123456789012:role/execution";
const ecrImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1";
const logs = {
  logDriver: "awslogs",
  options: {
    "awslogs-group": "/ecs/web",
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": "web",
  },
};

/** A definition for Fargate with these containers, each with what it has besides a name. */
const fargate = (more: Properties, ...containers: Properties[]): Properties => ({
  family: "web",
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  containerDefinitions: JSON.stringify(
    (containers.length > 0 ? containers : [{}]).map((container, i) => ({
      name: i === 0 ? "web" : `side${i}`,
      image: "nginx",
      ...container,
    })),
  ),
  ...more,
});

const tmpfs = (...all: Properties[]): Properties => ({ linuxParameters: { tmpfs: all } });

const windows = { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } };

/** One rule: definitions that ECS refuses with a message, and one next to them that it takes. */
function casesOf(rule: string, accepted: Properties, ...refused: [Properties, string][]): RuleCase[] {
  const make =
    (inputs: Properties) =>
    ({ create }: AwsAccount) =>
      create(type, "web", inputs);
  return refused.map(([inputs, message]) => ({
    rule,
    refused: make(inputs),
    message: said(
      "creating ECS Task Definition (web)",
      ["ECS", "RegisterTaskDefinition", "ClientException"],
      message,
    ),
    accepted: make(accepted),
  }));
}

const noFargate = (cpu: number, memory: number) =>
  `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`;
const needsRole = "Fargate requires task definition to have execution role ARN to support";
const portOf = (containerPort: number, more: Properties = {}) => ({
  portMappings: [{ containerPort, ...more }],
});
const after = (condition: string, containerName = "side1") => ({ dependsOn: [{ containerName, condition }] });
const required = "Log driver awslogs requires options:";

/** Containers that the provider can't read, and others that it can. */
const unreadable = (accepted: Properties, refused: Properties, problem: string): RuleCase => ({
  rule: "container-definition-types",
  refused: ({ create }) => create(type, "web", fargate({ executionRoleArn: role }, refused)),
  message: `ECS Task Definition container_definitions is invalid: json: cannot unmarshal ${problem}. Examine values at 'web.containerDefinitions'.`,
  accepted: ({ create }) => create(type, "web", fargate({ executionRoleArn: role }, accepted)),
});

const variable = (value: string | number) => ({ environment: [{ name: "PORT", value }] });

export const cases: RuleCase[] = [
  unreadable(
    variable("8000"),
    variable(8000),
    "number into Go struct field KeyValuePair.Environment.Value of type string",
  ),
  unreadable(
    portOf(8000),
    { portMappings: [{ containerPort: "8000" }] },
    "string into Go struct field PortMapping.PortMappings.ContainerPort of type int32",
  ),
  unreadable(
    { memory: 256, essential: true, stopTimeout: null },
    { memory: "256" },
    "string into Go struct field ContainerDefinition.Memory of type int32",
  ),
  unreadable(
    { Essential: true },
    { Essential: "true" },
    "string into Go struct field ContainerDefinition.Essential of type bool",
  ),
  unreadable(
    { command: ["migrate"] },
    { command: "migrate" },
    "string into Go struct field ContainerDefinition.Command of type []string",
  ),
  unreadable(
    { secrets: [] },
    { secrets: { KEY: "a" } },
    "object into Go struct field ContainerDefinition.Secrets of type []types.Secret",
  ),
  unreadable(
    { logConfiguration: logs },
    { logConfiguration: { ...logs, options: { ...logs.options, "max-buffer-size": 25 } } },
    "number into Go struct field LogConfiguration.LogConfiguration.Options of type string",
  ),
  unreadable(
    { healthCheck: { command: ["CMD", "true"], interval: 10 } },
    { healthCheck: ["CMD", "true"] },
    "array into Go struct field ContainerDefinition.HealthCheck of type types.HealthCheck",
  ),
  ...casesOf("container-names-unique", fargate({}, {}, {}), [
    fargate({}, {}, { name: "web" }),
    "Container names must be unique.",
  ]),
  ...casesOf("essential-container", fargate({}, {}, { essential: false }), [
    fargate({}, { essential: false }),
    "Task definition does not have any essential containers",
  ]),
  ...casesOf(
    "fargate-network-mode",
    { ...fargate({ networkMode: "bridge", requiresCompatibilities: ["EC2"] }, { memory: 128 }) },
    [fargate({ networkMode: "bridge" }), "Fargate only supports network mode ‘awsvpc’."],
  ),
  ...casesOf(
    "fargate-size",
    fargate({ cpu: "0.5 vCPU", memory: "1 GB" }),
    [fargate({ memory: "4096" }), noFargate(256, 4096)],
    [fargate({ cpu: "1 vCPU", memory: "1GB" }), noFargate(1024, 1024)],
    [fargate({ cpu: "8192", memory: "18432" }), noFargate(8192, 18432)],
    [fargate({ cpu: "300" }), noFargate(300, 512)],
    [fargate({ cpu: "16 vCPU", memory: "36 GB" }), noFargate(16_384, 36_864)],
  ),
  ...casesOf(
    "fargate-size",
    fargate({ cpu: "1024", memory: "2048", ...windows }),
    [fargate(windows), noFargate(256, 512)],
    [fargate({ cpu: "8192", memory: "16384", ...windows }), noFargate(8192, 16_384)],
  ),
  ...casesOf("fargate-size", fargate({ cpu: "16 vCPU", memory: "120GB" }), [
    fargate({ memory: "" }),
    "Fargate requires that 'memory' be defined at the task level.",
  ]),
  ...casesOf(
    "task-size-readable",
    fargate({ cpu: ".25 vcpu", memory: "0.5gb" }),
    [fargate({ cpu: "a quarter" }), "Invalid 'cpu' setting for task."],
    [fargate({ memory: "1 TB" }), "Invalid 'memory' setting for task."],
  ),
  ...casesOf(
    "containers-fit-task",
    fargate(
      {},
      { cpu: 156, memory: 512, memoryReservation: 256 },
      { cpu: 100, memory: 512, memoryReservation: 256 },
    ),
    [
      fargate({}, {}, { memory: 513 }),
      "The 'memory' setting for container 'side1' is greater than for the task.",
    ],
    [
      fargate({}, { cpu: 156 }, { cpu: 101 }),
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    ],
    [
      fargate({}, { memoryReservation: 256 }, { memoryReservation: 257 }),
      "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
    ],
  ),
  ...casesOf(
    "secret-names-unique",
    fargate(
      { executionRoleArn: role },
      { environment: [{ name: "A", value: "a" }], secrets: [{ name: "B", valueFrom: "b" }] },
      { environment: [{ name: "B", value: "b" }] },
    ),
    [
      fargate(
        { executionRoleArn: role },
        {
          environment: [{ name: "A", value: "a" }],
          secrets: [
            { name: "B", valueFrom: "b" },
            { name: "A", valueFrom: "a" },
          ],
        },
      ),
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.",
    ],
  ),
  ...casesOf(
    "container-ports",
    fargate({}, { portMappings: [{ containerPortRange: "8000-8010" }, { containerPort: 65_535 }] }),
    [fargate({}, portOf(65_536)), "Invalid 'containerPort' setting for container 'web'."],
    [
      fargate({}, { portMappings: [{ hostPort: 80 }] }),
      "Invalid 'containerPort' setting for container 'web'.",
    ],
  ),
  ...casesOf(
    "execution-role-given",
    fargate({ executionRoleArn: role }, { image: ecrImage, secrets: [{ name: "A", valueFrom: "a" }] }),
    [fargate({}, { image: ecrImage }), `${needsRole} ECR images.`],
    [fargate({}, { image: ecrImage.replace(".ecr.", ".ecr-fips.") }), `${needsRole} ECR images.`],
    [fargate({}, { logConfiguration: logs }), `${needsRole} log driver awslogs.`],
    [
      fargate({}, { secrets: [{ name: "A", valueFrom: "a" }] }),
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    ],
  ),
  {
    rule: "ephemeral-storage-size",
    refused: ({ create }) => create(type, "web", fargate({ ephemeralStorage: { sizeInGib: 20 } })),
    message: "expected ephemeral_storage.0.size_in_gib to be in the range (21 - 200), got 20",
    accepted: ({ create }) => create(type, "web", fargate({ ephemeralStorage: { sizeInGib: 200 } })),
  },
  ...casesOf(
    "ports-match-in-awsvpc",
    fargate({}, portOf(8000, { hostPort: 8000 }), portOf(80, { hostPort: 0 })),
    [
      fargate({}, portOf(8000, { hostPort: 80 })),
      "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
    ],
  ),
  ...casesOf("ports-unique", fargate({}, portOf(53, { protocol: "udp" }), portOf(53)), [
    fargate({}, portOf(8000), portOf(8000)),
    "TCP host port '8000' is mapped multiple times in task.",
  ]),
  ...casesOf(
    "ports-unique",
    fargate(
      { networkMode: "bridge", requiresCompatibilities: ["EC2"] },
      portOf(8000),
      portOf(8000, { hostPort: 0 }),
    ),
    [
      fargate(
        { networkMode: "bridge", requiresCompatibilities: ["EC2"] },
        portOf(8000, { hostPort: 80, protocol: "udp" }),
        portOf(9000, { hostPort: 80, protocol: "udp" }),
      ),
      "UDP host port '80' is mapped multiple times in task.",
    ],
  ),
  ...casesOf(
    "container-dependencies",
    fargate({}, after("SUCCESS"), { essential: false }),
    [fargate({}, after("START", "proxy")), "Cannot depend on container + 'proxy' because it does not exist"],
    [
      fargate({}, after("SUCCESS"), {}),
      "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
    ],
    [
      fargate({}, after("HEALTHY"), {}),
      "A dependency container with HEALTHY condition must have health check configured",
    ],
  ),
  ...casesOf(
    "mounted-volumes-exist",
    fargate(
      { volumes: [{ name: "tmp" }] },
      { mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp" }] },
    ),
    [fargate({}, { mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp" }] }), "Unknown volume 'tmp'."],
  ),
  ...casesOf(
    "tmpfs",
    fargate({}, tmpfs({ containerPath: "/tmp", size: 64, mountOptions: ["rw", "noexec"] })),
    [
      fargate({}, tmpfs({ containerPath: "tmp", size: 64 })),
      "Invalid tmpfs of container 'web': containerPath must be an absolute path.",
    ],
    [
      fargate({}, tmpfs({ containerPath: "/tmp" })),
      "Invalid tmpfs of container 'web': size must be at least 1.",
    ],
    [
      fargate({}, tmpfs({ containerPath: "/tmp", size: 64, mountOptions: ["mode=1777"] })),
      "Invalid tmpfs of container 'web': 'mode=1777' is not a valid mount option.",
    ],
  ),
  ...casesOf(
    "stop-timeout",
    fargate({}, { stopTimeout: 120 }),
    [
      fargate({}, { stopTimeout: 121 }),
      "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.",
    ],
    [fargate({}, { stopTimeout: 1 }), "Granular stop timeout on container 'web' must be at least 2 seconds."],
  ),
  ...casesOf(
    "start-timeout",
    fargate({}, { startTimeout: 120 }),
    [
      fargate({}, { startTimeout: 121 }),
      "Invalid start timeout of container 'web': startTimeout must be between 2 and 120, and is 121.",
    ],
    [
      fargate({}, { startTimeout: 1 }),
      "Invalid start timeout of container 'web': startTimeout must be between 2 and 120, and is 1.",
    ],
  ),
  ...casesOf(
    "container-health-check",
    fargate({}, { healthCheck: { command: ["CMD", "true"], interval: 5, timeout: 60, retries: 10 } }),
    [
      fargate({}, { healthCheck: { command: ["CMD", "true"], interval: 301 } }),
      "Invalid health check: interval must be between 5 and 300, and is 301.",
    ],
  ),
  ...casesOf("fargate-log-driver", fargate({}, { logConfiguration: { logDriver: "awsfirelens" } }), [
    fargate({}, { logConfiguration: { logDriver: "json-file" } }),
    "json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]",
  ]),
  ...casesOf(
    "awslogs-options",
    fargate({ executionRoleArn: role }, { logConfiguration: logs }),
    [
      fargate(
        { executionRoleArn: role },
        { logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/web" } } },
      ),
      `${required} awslogs-region, awslogs-group`,
    ],
    [
      fargate(
        { executionRoleArn: role },
        {
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "/ecs/web", "awslogs-region": "us-east-1" },
          },
        },
      ),
      `${required} awslogs-stream-prefix`,
    ],
  ),
];
