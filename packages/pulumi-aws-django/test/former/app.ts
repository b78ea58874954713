import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What an app of pulumi-aws-django 1.28 got from the outputs of its base. */
export interface FormerAppArgs {
  accountId: string;
  region: string;
  vpcId: pulumi.Input<string>;
  privateSubnets: pulumi.Input<string[]>;
  appSgId: pulumi.Input<string>;
  listenerArn: pulumi.Input<string>;
  albDnsName: pulumi.Input<string>;
  /** 1.28 looked it up by the name of the domain. */
  zoneId: pulumi.Input<string>;
  domainName: string;
  baseStackName: pulumi.Input<string>;
  assetsBucketName: pulumi.Input<string>;
  rdsAddress: pulumi.Input<string>;
  rdsPasswordSecretName: pulumi.Input<string>;
  redisServiceHost: pulumi.Input<string>;
}

class Part extends pulumi.ComponentResource {
  constructor(token: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`pulumi-contrib:components:${token}`, name, {}, opts);
  }
}

/** A process as 1.28 knew it: the part that made it, the service in that part, and what its container runs. */
interface FormerProcess {
  process: string;
  part: string;
  token: string;
  service?: string;
  image: "backend" | "frontend";
  command: string[];
  user?: string;
  cpu?: string;
  memory?: string;
  web?: { port: number; healthCheckPath: string; paths: string[] };
  ignoreChanges?: string[];
}

const CELERY = ["celery", "--app=backend.celery_app:app"];

const PROCESSES: FormerProcess[] = [
  {
    process: "gunicorn",
    part: "ApiWebService",
    token: "WebEcsService",
    service: "WebService",
    image: "backend",
    command: ["gunicorn", "-t", "1000", "-b", "0.0.0.0:8000", "--log-level", "debug", "backend.wsgi"],
    cpu: "1024",
    memory: "2048",
    web: {
      port: 8000,
      healthCheckPath: "/api/health-check/",
      paths: ["/api/*", "/admin/*", "/graphql/*", "/mtv/*"],
    },
  },
  {
    process: "web-ui",
    part: "FrontendWebService",
    token: "WebEcsService",
    service: "WebService",
    image: "frontend",
    command: ["node", ".output/server/index.mjs"],
    web: { port: 3000, healthCheckPath: "/", paths: ["/*"] },
  },
  {
    process: "default",
    part: "WorkerService",
    token: "WorkerEcsService",
    service: "CeleryService",
    image: "backend",
    command: [...CELERY, "worker", "--loglevel=INFO", "-Q", "default"],
  },
  {
    process: "beat",
    part: "SchedulerService",
    token: "WorkerEcsService",
    service: "SchedulerService",
    image: "backend",
    command: [...CELERY, "beat", "--loglevel=INFO"],
    user: "root",
    ignoreChanges: ["taskDefinition"],
  },
  {
    process: "backend_update",
    part: "BackendUpdateTask",
    token: "ManagementCommandTask",
    image: "backend",
    command: ["python", "manage.py", "pre_update"],
    cpu: "1024",
    memory: "2048",
  },
];

const SERVICES_OF_TASKS = [
  "ecs:*",
  "ec2:*",
  "elasticloadbalancing:*",
  "ecr:*",
  "cloudwatch:*",
  "s3:*",
  "rds:*",
  "logs:*",
  "elasticache:*",
  "secretsmanager:*",
];
const MESSAGES = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
  (action) => `ssmmessages:${action}`,
);

const allow = (Action: string[], Resource: string | string[]) => ({ Effect: "Allow", Action, Resource });
const document = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = (...services: string[]) =>
  document([
    {
      Action: "sts:AssumeRole",
      Effect: "Allow",
      Sid: "",
      Principal: { Service: services.map((service) => `${service}.amazonaws.com`) },
    },
  ]);

/**
 * An app as pulumi-aws-django 1.28.0 registered it: every resource with its token, logical name, parent, options and inputs, and
 * the tags that a transformation gave to whatever takes tags.
 * https://github.com/briancaffey/pulumi-aws-django/tree/v1.28.0/src/components
 */
export function formerApp(base: FormerAppArgs): void {
  const stack = pulumi.getStack();
  const tags = { env: stack };
  const hostName = `${stack}.${base.domainName}`;
  const app = new Part("EcsApp", "EcsAppComponent");
  const inApp = { parent: app };

  const clusterPart = new Part("EcsClusterResources", "EcsClusterResources", inApp);
  const cluster = new aws.ecs.Cluster(
    "EcsCluster",
    { name: `${stack}-cluster`, tags },
    { parent: clusterPart },
  );
  new aws.ecs.ClusterCapacityProviders(
    "clusterCapacityProviders",
    {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE_SPOT", "FARGATE"],
      defaultCapacityProviderStrategies: [{ base: 1, weight: 100, capacityProvider: "FARGATE_SPOT" }],
    },
    { parent: cluster },
  );

  const roles = formerRoles(stack, inApp);
  new aws.route53.Record(
    "CnameRecord",
    { zoneId: base.zoneId, name: hostName, type: "CNAME", ttl: 60, records: [base.albDnsName] },
    inApp,
  );

  const environment = {
    backend: [
      { name: "APP_NAME", value: stack },
      { name: "BASE_STACK_NAME", value: base.baseStackName },
      { name: "DB_SECRET_NAME", value: base.rdsPasswordSecretName },
      { name: "DJANGO_SETTINGS_MODULE", value: "backend.settings.production" },
      { name: "DOMAIN_NAME", value: base.domainName },
      { name: "FRONTEND_URL", value: `https://${hostName}` },
      { name: "NVIDIA_API_KEY", value: "" },
      { name: "POSTGRES_NAME", value: `${stack}-db` },
      { name: "POSTGRES_SERVICE_HOST", value: base.rdsAddress },
      { name: "REDIS_SERVICE_HOST", value: base.redisServiceHost },
      { name: "S3_BUCKET_NAME", value: base.assetsBucketName },
      { name: "SENTRY_DSN", value: "" },
      { name: "Z", value: "z" },
    ],
    frontend: [{ name: "NUXT_PUBLIC_API_BASE", value: `https://${hostName}` }],
  };

  for (const one of PROCESSES) {
    const { process, web } = one;
    const parent = new Part(`${process}${one.token}`, one.part, inApp);
    const logGroup = formerLogs(stack, process, parent);
    const taskDefinition = new aws.ecs.TaskDefinition(
      `${process}TaskDefinition`,
      {
        containerDefinitions: pulumi.jsonStringify([
          {
            name: process,
            image: `${base.accountId}.dkr.ecr.us-east-1.amazonaws.com/abc-${one.image}`,
            command: one.command,
            environment: environment[one.image],
            essential: true,
            ...(one.user === undefined ? {} : { user: one.user }),
            logConfiguration: {
              logDriver: "awslogs",
              options: {
                "awslogs-group": logGroup.name,
                "awslogs-region": base.region,
                "awslogs-stream-prefix": process,
              },
            },
            ...(web && {
              portMappings: [{ containerPort: web.port, hostPort: web.port, protocol: "tcp" }],
            }),
          },
        ]),
        taskRoleArn: roles.task.arn,
        executionRoleArn: roles.execution.arn,
        family: `${stack}-${process}`,
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: one.cpu ?? "256",
        memory: one.memory ?? "512",
        tags,
      },
      { parent },
    );
    const targetGroup =
      web &&
      new aws.alb.TargetGroup(
        `${process}TargetGroup`,
        {
          name: `${stack}-${process}-tg`,
          port: web.port,
          protocol: "HTTP",
          targetType: "ip",
          vpcId: base.vpcId,
          healthCheck: {
            timeout: 5,
            protocol: "HTTP",
            port: "traffic-port",
            path: web.healthCheckPath,
            matcher: "200-399",
            interval: 7,
            unhealthyThreshold: 3,
            healthyThreshold: 2,
          },
          tags: { Name: `${stack}-${process}-tg`, ...tags },
        },
        { parent },
      );
    // 1.28 left it to chance whether the rule came first, without which AWS takes no service on its target group.
    const rule =
      web &&
      targetGroup &&
      new aws.alb.ListenerRule(
        `${process}ListenerRule`,
        {
          listenerArn: base.listenerArn,
          actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
          conditions: [{ pathPattern: { values: web.paths } }, { hostHeader: { values: [hostName] } }],
        },
        { parent },
      );
    if (one.service === undefined) continue;
    new aws.ecs.Service(
      `${process}${one.service}`,
      {
        name: `${stack}-${process}`,
        cluster: cluster.id,
        taskDefinition: taskDefinition.arn,
        desiredCount: 1,
        capacityProviderStrategies: [
          { capacityProvider: "FARGATE_SPOT", weight: 100 },
          { capacityProvider: "FARGATE", weight: 0 },
        ],
        ...(web &&
          targetGroup && {
            loadBalancers: [
              { targetGroupArn: targetGroup.arn, containerName: process, containerPort: web.port },
            ],
          }),
        networkConfiguration: {
          assignPublicIp: false,
          securityGroups: [base.appSgId],
          subnets: base.privateSubnets,
        },
        tags,
      },
      { parent, dependsOn: rule, ignoreChanges: one.ignoreChanges ?? ["taskDefinition", "desiredCount"] },
    );
  }
}

function formerRoles(stack: string, opts: pulumi.ComponentResourceOptions) {
  const parent = new Part("IamResources", "IamResources", opts);
  const tags = { env: stack };
  const task = new aws.iam.Role(
    "EcsTaskRole",
    { name: `${stack}EcsTaskRole`, assumeRolePolicy: trust("ec2", "ecs", "ecs-tasks"), tags },
    { parent },
  );
  new aws.iam.RolePolicy(
    "EcsTaskPolicy",
    {
      name: `${stack}EcsTaskPolicy`,
      role: task.id,
      policy: document([
        { Action: SERVICES_OF_TASKS, Effect: "Allow", Resource: "*" },
        { Effect: "Allow", Action: MESSAGES, Resource: "*" },
      ]),
    },
    { parent },
  );
  const execution = new aws.iam.Role(
    "EcsTaskExecutionRole",
    { name: `${stack}EcsTaskExecutionRole`, assumeRolePolicy: trust("ecs-tasks"), tags },
    { parent },
  );
  new aws.iam.RolePolicy(
    "EcsTaskExecutionPolicy",
    {
      // The same name as the other one's.
      name: `${stack}EcsTaskPolicy`,
      role: execution.id,
      policy: document([
        allow(["s3:*"], ["arn:aws:s3:::*", "arn:aws:s3:::*/*"]),
        allow(
          ["SendEmail", "SendRawEmail", "SendBulkEmail", "SendBulkTemplatedEmail"].map((a) => `ses:${a}`),
          ["*"],
        ),
        allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], ["*"]),
        allow(["ecr:AmazonEC2ContainerRegistryReadOnly", "ecr:*"], ["*"]),
        allow(SERVICES_OF_TASKS, ["*"]),
        allow(MESSAGES, "*"),
      ]),
    },
    { parent },
  );
  return { task, execution };
}

function formerLogs(stack: string, process: string, parent: pulumi.Resource): aws.cloudwatch.LogGroup {
  const part = new Part(`${process}CwLoggingResources`, `${process}CwLoggingResources`, { parent });
  const logGroup = new aws.cloudwatch.LogGroup(
    `${process}LogGroup`,
    { name: `/ecs/${stack}/${process}`, retentionInDays: 1, tags: { env: stack } },
    { parent: part },
  );
  new aws.cloudwatch.LogStream(
    `${process}LogStream`,
    { logGroupName: logGroup.name, name: process },
    { parent: part },
  );
  return logGroup;
}
