import type { Properties } from "../../src/world/world.ts";
import type { AwsAccount, Live } from "./awsResources.ts";
import { deployTargetsOf } from "./deployTargets.ts";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-backend";

const executionRoleArn = "arn:aws:iam::123456789012:role/shop-execution";
const taskRoleArn = "arn:aws:iam::123456789012:role/shop-task";

/**
 * The environment `shop` as a stack of DjangoApp would make it, with a web process behind a load balancer, a worker and a
 * update task.
 */
export function makeEnvironment({ create }: Pick<AwsAccount, "create">) {
  const cluster = create("aws:ecs/cluster:Cluster", "shop", { name: "shop-cluster" });
  create("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "shop", {
    clusterName: "shop-cluster",
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  });
  const table = create("aws:dynamodb/table:Table", "releases", {
    name: "shop-releases",
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    rangeKey: "sk",
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "S" },
    ],
  });
  const secret = create("aws:secretsmanager/secret:Secret", "key", { name: "shop-key" });
  create("aws:secretsmanager/secretVersion:SecretVersion", "key", {
    secretId: secret.id,
    secretString: "django",
  });
  const targetGroup = create("aws:lb/targetGroup:TargetGroup", "web", {
    name: "shop-web",
    port: 8000,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: "vpc-1",
  });
  create("aws:lb/listenerRule:ListenerRule", "web", {
    listenerArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/base/0/1",
    priority: 1,
    actions: [{ type: "forward", targetGroupArn: targetGroup.id }],
    conditions: [{ pathPattern: { values: ["/api/*"] } }],
  });
  makeRoles({ create }, secret);
  const templates = Object.fromEntries(
    ["gunicorn", "default", "backend_update"].map((process) => {
      create("aws:cloudwatch/logGroup:LogGroup", process, { name: `/ecs/shop/${process}` });
      return [
        process,
        create("aws:ecs/taskDefinition:TaskDefinition", process, templateInputs(process, secret.id)),
      ];
    }),
  ) as Record<"gunicorn" | "default" | "backend_update", Live>;
  const inputs = {
    gunicorn: serviceInputs("gunicorn", templates.gunicorn, {
      healthCheckGracePeriodSeconds: 60,
      loadBalancers: [{ targetGroupArn: targetGroup.id, containerName: "gunicorn", containerPort: 8000 }],
    }),
    default: serviceInputs("default", templates.default, {}),
  };
  const services = {
    gunicorn: create("aws:ecs/service:Service", "gunicorn", inputs.gunicorn),
    default: create("aws:ecs/service:Service", "default", inputs.default),
  };
  const parameter = create("aws:ssm/parameter:Parameter", "targets", {
    name: "/django/ublog/shop/deploy-targets",
    type: "String",
    value: deployTargets(templates, targetGroup.id),
  });
  return { cluster, table, secret, targetGroup, templates, services, inputs, parameter };
}

/** The roles of the tasks, with just the rights that they need. */
function makeRoles({ create }: Pick<AwsAccount, "create">, secret: Live): void {
  const policy = (...statements: Properties[]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
    });
  const assumeRolePolicy = policy({
    Action: "sts:AssumeRole",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
  });
  for (const name of ["shop-execution", "shop-task"])
    create("aws:iam/role:Role", name, { name, assumeRolePolicy });
  create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "execution", {
    role: "shop-execution",
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  });
  create("aws:iam/rolePolicy:RolePolicy", "secrets", {
    role: "shop-execution",
    name: "secrets",
    policy: policy({ Action: "secretsmanager:GetSecretValue", Resource: secret.id }),
  });
  create("aws:iam/rolePolicy:RolePolicy", "shell", {
    role: "shop-task",
    name: "shell",
    policy: policy({ Action: "ssmmessages:*", Resource: "*" }),
  });
}

export function templateInputs(
  process: string,
  secret: string,
  environment: Record<string, string> = {},
): Properties {
  return {
    family: `shop-${process}`,
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn,
    taskRoleArn,
    runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    ephemeralStorage: { sizeInGib: 30 },
    volumes: [{ name: "tmp" }],
    tags: { app: "shop" },
    skipDestroy: true,
    containerDefinitions: JSON.stringify([
      {
        name: process,
        image: `${image}:latest`,
        essential: true,
        ...(process === "gunicorn" ? { portMappings: [{ containerPort: 8000 }] } : {}),
        environment: Object.entries({ APP_NAME: "shop", ...environment }).map(([name, value]) => ({
          name,
          value,
        })),
        secrets: [{ name: "DJANGO_SECRET_KEY", valueFrom: secret }],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": `/ecs/shop/${process}`,
            "awslogs-stream-prefix": process,
            "awslogs-region": "us-east-1",
          },
        },
      },
    ]),
  };
}

function serviceInputs(process: string, template: Live, more: Properties): Properties {
  return {
    name: `shop-${process}`,
    cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shop-cluster",
    taskDefinition: template.state.arn ?? "",
    desiredCount: 0,
    capacityProviderStrategies: [{ base: 0, capacityProvider: "FARGATE_SPOT", weight: 1 }],
    deploymentCircuitBreaker: { enable: true, rollback: true },
    enableExecuteCommand: true,
    networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: false },
    ...more,
  };
}

function deployTargets(
  templates: Record<"gunicorn" | "default" | "backend_update", Live>,
  targetGroup: string,
): string {
  return JSON.stringify({
    ...deployTargetsOf("shop"),
    images: { backend: image },
    update: { process: "update", template: templates.backend_update.state.arn },
    services: [
      {
        process: "gunicorn",
        template: templates.gunicorn.state.arn,
        firstCount: 2,
        targetGroup,
        healthCheckPath: "/api/health-check/",
      },
      { process: "default", template: templates.default.state.arn },
    ],
  });
}
