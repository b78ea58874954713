import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sandboxBase } from "../support/sandboxBase.ts";

/** The processes of an app of pulumi-aws-django 1.28: the token of the part, and the name of the service in it. */
const PROCESSES = [
  { process: "gunicorn", part: "WebEcsService", service: "WebService", port: 8000 },
  { process: "web-ui", part: "WebEcsService", service: "WebService", port: 3000 },
  { process: "default", part: "WorkerEcsService", service: "CeleryService" },
  { process: "beat", part: "WorkerEcsService", service: "SchedulerService" },
  { process: "backend_update", part: "ManagementCommandTask" },
];

class Part extends pulumi.ComponentResource {
  constructor(token: string, name: string, parent?: pulumi.Resource) {
    super(`pulumi-contrib:components:${token}`, name, {}, { parent });
  }
}

/** An app as 1.28 registered it: the same tokens, names, parents and physical names, with the properties that matter here. */
export function formerApp(): void {
  const stack = pulumi.getStack();
  const app = new Part("EcsApp", "EcsAppComponent");

  const clusterPart = new Part("EcsClusterResources", "EcsClusterResources", app);
  const cluster = new aws.ecs.Cluster("EcsCluster", { name: `${stack}-cluster` }, { parent: clusterPart });
  new aws.ecs.ClusterCapacityProviders(
    "clusterCapacityProviders",
    {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE_SPOT", "FARGATE"],
      defaultCapacityProviderStrategies: [{ base: 1, weight: 100, capacityProvider: "FARGATE_SPOT" }],
    },
    { parent: cluster },
  );

  const iam = new Part("IamResources", "IamResources", app);
  const roles = ["EcsTask", "EcsTaskExecution"].map((name) => {
    const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const role = new aws.iam.Role(
      `${name}Role`,
      {
        assumeRolePolicy: document({
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      },
      { parent: iam },
    );
    new aws.iam.RolePolicy(
      `${name}Policy`,
      { role: role.id, policy: document({ Effect: "Allow", Action: ["s3:*"], Resource: "*" }) },
      { parent: iam },
    );
    return role;
  });

  new aws.route53.Record("CnameRecord", {
    zoneId: "Z0123456789ABCDEFGHIJ",
    name: `${stack}.example.com`,
    type: "CNAME",
    ttl: 60,
    records: ["old.us-east-1.elb.amazonaws.com"],
  });

  for (const { process, part, service, port } of PROCESSES) {
    const parent = new Part(`${process}${part}`, `${process}${part}`, app);
    const logs = new Part(`${process}CwLoggingResources`, `${process}CwLoggingResources`, parent);
    const logGroup = new aws.cloudwatch.LogGroup(
      `${process}LogGroup`,
      { name: `/ecs/${stack}/${process}`, retentionInDays: 1 },
      { parent: logs },
    );
    const taskDefinition = new aws.ecs.TaskDefinition(
      `${process}TaskDefinition`,
      {
        family: `${stack}-${process}`,
        containerDefinitions: pulumi.jsonStringify([
          {
            name: process,
            image: "old",
            essential: true,
            portMappings: port === undefined ? [] : [{ containerPort: port }],
            environment: [{ name: "LOGS", value: logGroup.name }],
          },
        ]),
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        taskRoleArn: roles[0]?.arn,
        executionRoleArn: roles[1]?.arn,
      },
      { parent },
    );
    if (service === undefined) continue;
    const targetGroup =
      port === undefined
        ? undefined
        : new aws.lb.TargetGroup(
            `${process}TargetGroup`,
            { name: `${stack}-${process}-tg`, port, protocol: "HTTP", targetType: "ip", vpcId: "vpc-1" },
            { parent },
          );
    const rule =
      targetGroup &&
      new aws.lb.ListenerRule(
        `${process}ListenerRule`,
        {
          listenerArn: sandboxBase.loadBalancer.httpsListenerArn,
          actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
          conditions: [{ hostHeader: { values: [`${stack}.example.com`] } }],
        },
        { parent },
      );
    new aws.ecs.Service(
      `${process}${service}`,
      {
        name: `${stack}-${process}`,
        cluster: cluster.id,
        taskDefinition: taskDefinition.arn,
        desiredCount: 1,
        capacityProviderStrategies: [
          { capacityProvider: "FARGATE_SPOT", weight: 100 },
          { capacityProvider: "FARGATE", weight: 0 },
        ],
        networkConfiguration: { assignPublicIp: false, securityGroups: ["sg-old"], subnets: ["subnet-1"] },
        ...(targetGroup === undefined
          ? {}
          : {
              loadBalancers: [
                { targetGroupArn: targetGroup.arn, containerName: process, containerPort: port ?? 0 },
              ],
            }),
      },
      { parent, dependsOn: rule, ignoreChanges: ["taskDefinition", "desiredCount"] },
    );
  }
}
