import { at, isType, type Resource, type Rule, unless } from "./rule.ts";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";

interface Container {
  name: string;
  privileged?: boolean;
  readonlyRootFilesystem?: boolean;
  environment: { name: string; value: string }[];
  secrets?: { name: string }[];
  logConfiguration?: { logDriver: string; options: Record<string, string> };
}

function containersOf({ inputs }: Resource): Container[] {
  return JSON.parse(String(inputs.containerDefinitions));
}

/** Names of variables that hold something to be kept to oneself. A name, an ARN or a path of a secret is none. */
const SECRET_NAME = /(PASSWORD|TOKEN|SECRET|PRIVATE_KEY|API_KEY|CREDENTIALS|DSN_WITH_KEY)/;
const NO_SECRET_NAME = /_(NAME|ARN|PATH|ID)$/;

/** Rules about what runs. */
export const containerRules: Rule[] = [
  {
    name: "no-plain-secrets",
    description: "Passwords and tokens reach a container as secrets, never as plain variables.",
    source: `${SECURITY_HUB}/ecs-controls.html#ecs-8`,
    applies: isType(TASK_DEFINITION),
    check: (r) => {
      const plain = containersOf(r).flatMap(({ environment }) =>
        environment
          .filter(({ name, value }) => {
            const named = SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name) && value !== "";
            return named || /^\w+:\/\/[^/]*:[^/]+@/.test(value);
          })
          .map(({ name }) => name),
      );
      return unless(plain.length === 0, `readable in the console: ${plain.join(", ")}`);
    },
  },
  {
    name: "container-logs",
    description: "What a container prints goes to a log group that the program makes.",
    source: `${SECURITY_HUB}/ecs-controls.html#ecs-9`,
    applies: isType(TASK_DEFINITION),
    check: (r, all) => {
      const groups = all.filter(({ type }) => type.endsWith(":LogGroup")).map(({ inputs }) => inputs.name);
      return unless(
        containersOf(r).every(
          ({ logConfiguration: logs }) =>
            logs?.logDriver === "awslogs" && groups.includes(logs.options["awslogs-group"]),
        ),
        "its output is lost",
      );
    },
  },
  {
    name: "container-unprivileged",
    description: "No container has rights on the host.",
    source: `${SECURITY_HUB}/ecs-controls.html#ecs-4`,
    applies: isType(TASK_DEFINITION),
    check: (r) =>
      unless(
        containersOf(r).every(({ privileged }) => privileged !== true),
        "it is privileged",
      ),
  },
  {
    name: "container-read-only",
    description: "A container can't change its own files.",
    source: `${SECURITY_HUB}/ecs-controls.html#ecs-5`,
    applies: isType(TASK_DEFINITION),
    check: (r) =>
      unless(
        containersOf(r).every(({ readonlyRootFilesystem }) => readonlyRootFilesystem === true),
        "its file system can be written to",
      ),
  },
  {
    name: "service-private",
    description: "Tasks have no public address.",
    source: `${SECURITY_HUB}/ecs-controls.html#ecs-2`,
    applies: isType(SERVICE),
    check: (r) =>
      unless(at(r, "networkConfiguration.assignPublicIp") === false, "its tasks have public addresses"),
  },
  {
    name: "service-rolls-back",
    description: "A deployment that doesn't come up is stopped and taken back.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    applies: isType(SERVICE),
    check: (r) =>
      unless(
        at(r, "deploymentCircuitBreaker.enable") === true &&
          at(r, "deploymentCircuitBreaker.rollback") === true,
        "a broken deployment goes on for hours",
      ),
  },
];
