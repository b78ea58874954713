import type { Properties } from "../../src/world/world.ts";
import { awsAccount } from "./awsResources.ts";

const account = "123456789012";

export const ids = {
  execution: `arn:aws:iam::${account}:role/web-execution`,
  task: `arn:aws:iam::${account}:role/web-task`,
  repository: `arn:aws:ecr:us-east-1:${account}:repository/web`,
  logs: `arn:aws:logs:us-east-1:${account}:log-group:/ecs/web`,
  parameter: `arn:aws:ssm:us-east-1:${account}:parameter/web/dsn`,
  definition: `arn:aws:ecs:us-east-1:${account}:task-definition/web:1`,
  cluster: `arn:aws:ecs:us-east-1:${account}:cluster/main`,
};

const ecsTasks = (more: Properties = {}) => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
  ...more,
});

/** Whom a trust policy names, with conditions if need be. */
export const trustOf = (principal: string, condition?: Properties): Properties =>
  ecsTasks({
    Principal: { Service: principal },
    ...(condition === undefined ? {} : { Condition: condition }),
  });

export const allow = (action: string | string[], resource: string | string[], more: Properties = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

/** What of the world is not as usual. Each is made in place of what is there otherwise; `null` is not made at all. */
export interface TaskParts {
  trust?: Properties;
  taskTrust?: Properties;
  /** Statements of the execution role. */
  execution?: (secret: string) => Properties[];
  /** Statements of the task's own role. */
  task?: Properties[];
  /** Statements of the execution role's permissions boundary. */
  boundary?: Properties[];
  container?: (secret: string) => Properties;
  definition?: Properties;
  secret?: Properties;
  secretString?: string | null;
  logGroup?: string | null;
  service?: Properties;
}

export const registryLogin = allow("ecr:GetAuthorizationToken", "*");
export const imagePull = allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], ids.repository);
export const logWriting = allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${ids.logs}:*`);
export const secretReading = (secret: string) => allow("secretsmanager:GetSecretValue", secret);
export const parameterReading = allow("ssm:GetParameters", ids.parameter);
export const shells = allow("ssmmessages:*", "*");

/** All that the execution role of the usual world may do. */
export const allRights = (secret: string) => [
  registryLogin,
  imagePull,
  logWriting,
  secretReading(secret),
  parameterReading,
];

const policy = (statements: Properties[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A world with one service whose tasks have all that they need: image, logs, a key of a secret, a parameter, ECS Exec. */
export function taskWorld(parts: TaskParts = {}, file?: string) {
  const made = awsAccount({ region: "us-east-1" }, file);
  const { create } = made;
  const { trust = ecsTasks(), taskTrust = ecsTasks(), task = [shells], boundary, secretString } = parts;
  create("aws:ecs/cluster:Cluster", "main", { name: "main" });
  if (parts.logGroup !== null)
    create("aws:cloudwatch/logGroup:LogGroup", "web", { name: parts.logGroup ?? "/ecs/web" });
  const secret = create("aws:secretsmanager/secret:Secret", "web", { name: "web/key", ...parts.secret });
  if (secretString !== null)
    create("aws:secretsmanager/secretVersion:SecretVersion", "web", {
      secretId: secret.id,
      secretString: secretString ?? JSON.stringify({ key: "swordfish" }),
    });
  create("aws:ssm/parameter:Parameter", "web", { name: "/web/dsn", type: "SecureString", value: "x" });
  const limit = boundary && create("aws:iam/policy:Policy", "limit", { policy: policy(boundary) }).id;
  create("aws:iam/role:Role", "web-execution", {
    name: "web-execution",
    assumeRolePolicy: policy([trust]),
    ...(limit === undefined ? {} : { permissionsBoundary: limit }),
  });
  create("aws:iam/role:Role", "web-task", { name: "web-task", assumeRolePolicy: policy([taskTrust]) });
  create("aws:iam/rolePolicy:RolePolicy", "web-execution", {
    role: "web-execution",
    name: "p",
    policy: policy((parts.execution ?? allRights)(secret.id)),
  });
  create("aws:iam/rolePolicy:RolePolicy", "web-task", { role: "web-task", name: "p", policy: policy(task) });
  const definition = create("aws:ecs/taskDefinition:TaskDefinition", "web", {
    family: "web",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    executionRoleArn: ids.execution,
    taskRoleArn: ids.task,
    ...parts.definition,
    containerDefinitions: JSON.stringify([
      {
        name: "web",
        image: `${account}.dkr.ecr.us-east-1.amazonaws.com/web:1`,
        secrets: [
          { name: "KEY", valueFrom: `${secret.id}:key::` },
          { name: "DSN", valueFrom: "/web/dsn" },
        ],
        logConfiguration: logsTo("/ecs/web"),
        ...parts.container?.(secret.id),
      },
    ]),
  });
  const service = create("aws:ecs/service:Service", "web", {
    name: "web",
    cluster: ids.cluster,
    taskDefinition: definition.state.arn ?? "",
    launchType: "FARGATE",
    desiredCount: 1,
    enableExecuteCommand: true,
    networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"] },
    ...parts.service,
  });
  return { ...made, secret, definition, service };
}

export const logsTo = (group: string, more: Properties = {}) => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": group,
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": "web",
    ...more,
  },
});
