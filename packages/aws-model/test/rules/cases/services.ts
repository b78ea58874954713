import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, awsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const type = "aws:ecs/service:Service";
const providers = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";
const arn = (resource: string) => `arn:aws:ecs:us-east-1:123456789012:${resource}`;
const groupArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/gone/0123456789abcdef";

/** What a service needs: a cluster with the capacity providers of Fargate, a network, a task definition. */
function surroundings({ create }: AwsAccount) {
  create("aws:ecs/cluster:Cluster", "main", { name: "main" });
  create(providers, "main", {
    clusterName: "main",
    capacityProviders: ["FARGATE"],
  });
  const network = (name: string, cidrBlock: string) => {
    const vpcId = create("aws:ec2/vpc:Vpc", name, { cidrBlock: `${cidrBlock}/16` }).id;
    return {
      subnet: create("aws:ec2/subnet:Subnet", name, { vpcId, cidrBlock: `${cidrBlock}/24` }).id,
      group: create("aws:ec2/securityGroup:SecurityGroup", name, { vpcId, description: name }).id,
      vpcId,
    };
  };
  const definition = (family: string, more: Properties = {}) =>
    create("aws:ecs/taskDefinition:TaskDefinition", family, {
      family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      taskRoleArn: "arn:aws:iam::123456789012:role/task",
      containerDefinitions: JSON.stringify([
        { name: "web", image: "nginx", memory: 128, portMappings: [{ containerPort: 8000 }] },
      ]),
      ...more,
    });
  const targetGroup = (targetType: string, vpcId: string, isUsed = true) => {
    const group = create("aws:lb/targetGroup:TargetGroup", "web", {
      name: "web",
      port: 80,
      protocol: "HTTP",
      targetType,
      vpcId,
    });
    if (isUsed)
      create("aws:lb/listenerRule:ListenerRule", "web", {
        listenerArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/0/1",
        priority: 1,
        actions: [{ type: "forward", targetGroupArn: group.id }],
        conditions: [{ pathPattern: { values: ["/"] } }],
      });
    return group.id;
  };
  definition("web");
  return { create, network, definition, targetGroup, home: network("home", "10.0.0.0") };
}

type Surroundings = ReturnType<typeof surroundings>;

/** What a service is given besides, from its surroundings. */
type More = (around: Surroundings) => Properties;

const make = (more: More) => (account: AwsAccount) => {
  const around = surroundings(account);
  return account.create(type, "web", {
    name: "web",
    cluster: arn("cluster/main"),
    taskDefinition: arn("task-definition/web:1"),
    networkConfiguration: { subnets: [around.home.subnet], securityGroups: [around.home.group] },
    ...more(around),
  });
};

function serviceCase(
  rule: string,
  accepted: More,
  refused: More,
  message: string,
  code = "InvalidParameterException",
): RuleCase {
  return {
    rule,
    refused: make(refused),
    message: said("creating ECS Service (web)", ["ECS", "CreateService", code], message),
    accepted: make(accepted),
  };
}

/** Ids are the same in every account in which the same is made. */
const ids = (() => {
  const { network, targetGroup, home } = surroundings(awsAccount());
  return { home, away: network("away", "10.1.0.0"), group: targetGroup("ip", home.vpcId) };
})();

const subnetIn = (create: AwsAccount["create"], vpcId: string): string =>
  create("aws:ec2/subnet:Subnet", "guest", { vpcId, cidrBlock: "10.9.0.0/24" }).id;

const groupIn = (create: AwsAccount["create"], vpcId: string): string =>
  create("aws:ec2/securityGroup:SecurityGroup", "guest", { vpcId, description: "guest" }).id;

const behind = (targetGroupArn: string, containerName = "web", containerPort = 8000): Properties => ({
  loadBalancers: [{ targetGroupArn, containerName, containerPort }],
});
const ranged = {
  containerDefinitions: JSON.stringify([
    { name: "web", image: "nginx", portMappings: [{ containerPortRange: "8000-8010" }] },
  ]),
};
const capacity = (capacityProvider: string) => ({
  capacityProviderStrategies: [{ capacityProvider, weight: 1 }],
});
const notAssociated =
  "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.";
const noAccess =
  "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.";

export const cases: RuleCase[] = [
  serviceCase(
    "cluster-exists",
    () => ({ cluster: "arn:aws:ecs:us-east-1:210987654321:cluster/other" }),
    () => ({ cluster: arn("cluster/other") }),
    "Cluster not found.",
    "ClusterNotFoundException",
  ),
  serviceCase(
    "cluster-exists",
    () => ({ cluster: "main" }),
    () => ({ cluster: "mian" }),
    "Cluster not found.",
    "ClusterNotFoundException",
  ),
  serviceCase(
    "task-definition-exists",
    () => ({ taskDefinition: "web:1" }),
    () => ({ taskDefinition: "web:2" }),
    "TaskDefinition not found.",
    "ClientException",
  ),
  serviceCase(
    "task-definition-exists",
    () => ({}),
    () => ({ taskDefinition: arn("task-definition/web:2") }),
    "TaskDefinition not found.",
    "ClientException",
  ),
  serviceCase(
    "desired-count-within-quota",
    () => ({ desiredCount: 5000 }),
    () => ({ desiredCount: 5001 }),
    "Desired count exceeds limit.",
  ),
  serviceCase(
    "launch-type-or-capacity",
    () => capacity("FARGATE"),
    () => ({ ...capacity("FARGATE"), launchType: "FARGATE" }),
    "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
  ),
  serviceCase(
    "capacity-provider-associated",
    () => capacity("FARGATE"),
    () => capacity("FARGATE_SPOT"),
    notAssociated,
  ),
  serviceCase(
    "capacity-provider-associated",
    () => ({ ...capacity("FARGATE"), cluster: "main" }),
    () => ({ ...capacity("FARGATE_SPOT"), cluster: "main" }),
    notAssociated,
  ),
  serviceCase(
    "capacity-provider-strategy",
    () => ({ capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1, base: 1 }] }),
    ({ create }) => {
      create("aws:ecs/cluster:Cluster", "both", { name: "both" });
      create(providers, "both", { clusterName: "both", capacityProviders: ["FARGATE", "FARGATE_SPOT"] });
      return {
        cluster: "both",
        capacityProviderStrategies: [
          { capacityProvider: "FARGATE", weight: 1, base: 1 },
          { capacityProvider: "FARGATE_SPOT", weight: 1, base: 1 },
        ],
      };
    },
    "There are multiple capacity providers in the specified capacity provider strategy with a base value defined.",
  ),
  serviceCase(
    "capacity-provider-strategy",
    () => capacity("FARGATE"),
    () => ({ capacityProviderStrategies: [{ capacityProvider: "FARGATE" }] }),
    "There are no capacity providers with a weight value greater than zero defined in the specified capacity provider strategy. At least one capacity provider must have a weight value greater than zero specified.",
  ),
  serviceCase(
    "task-definition-for-fargate",
    ({ definition }) => ({
      launchType: "FARGATE",
      taskDefinition: definition("any", { requiresCompatibilities: [] }).state.arn ?? "",
    }),
    ({ definition }) => ({
      launchType: "FARGATE",
      taskDefinition: definition("any", { requiresCompatibilities: [], cpu: "" }).state.arn ?? "",
    }),
    "Task definition does not support launch_type FARGATE.",
  ),
  serviceCase(
    "task-definition-for-fargate",
    () => ({ launchType: "FARGATE" }),
    ({ definition }) => ({
      launchType: "FARGATE",
      taskDefinition: definition("ec2", { requiresCompatibilities: ["EC2"] }).state.arn ?? "",
    }),
    "Task definition does not support launch_type FARGATE.",
  ),
  serviceCase(
    "network-configuration-given",
    () => ({}),
    () => ({ networkConfiguration: { subnets: [] } }),
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  ),
  serviceCase(
    "network-configuration-given",
    () => ({}),
    ({ definition }) => ({
      taskDefinition:
        definition("ec2", { requiresCompatibilities: ["EC2"], networkMode: "bridge" }).state.arn ?? "",
    }),
    "Network Configuration is not valid for the given networkMode of this task definition.",
  ),
  serviceCase(
    "service-network",
    // What the world has nothing of was there before it.
    () => ({ networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"] } }),
    () => ({ networkConfiguration: { subnets: Array.from({ length: 17 }, (_, i) => `subnet-${i}`) } }),
    "subnets can have at most 16 items.",
  ),
  serviceCase(
    "service-network",
    ({ home }) => ({ networkConfiguration: { subnets: [home.subnet] } }),
    ({ home }) => ({ networkConfiguration: { subnets: [home.subnet, "subnet-1"] } }),
    `Error retrieving subnet information for [${ids.home.subnet}, subnet-1]: The subnet ID 'subnet-1' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
  ),
  serviceCase(
    "service-network",
    ({ home }) => ({ networkConfiguration: { subnets: [home.subnet], securityGroups: [home.group] } }),
    ({ home }) => ({
      networkConfiguration: { subnets: [home.subnet], securityGroups: [home.group, "sg-1"] },
    }),
    `Error retrieving security group information for [${ids.home.group}, sg-1]: The security group 'sg-1' does not exist (ErrorCode: InvalidGroup.NotFound)`,
  ),
  serviceCase(
    "service-network",
    ({ home }) => ({ networkConfiguration: { subnets: [home.subnet], securityGroups: [home.group] } }),
    ({ home, network }) => ({
      networkConfiguration: { subnets: [home.subnet], securityGroups: [network("away", "10.1.0.0").group] },
    }),
    `Security group ${ids.away.group} does not appear to belong to the same VPC as the input subnets.`,
  ),
  serviceCase(
    "service-network",
    ({ home }) => ({ networkConfiguration: { subnets: [home.subnet] } }),
    ({ home, network }) => ({
      networkConfiguration: { subnets: [home.subnet, network("away", "10.1.0.0").subnet] },
    }),
    "All subnets must belong to the same VPC.",
  ),
  serviceCase(
    "service-network",
    // The VPC was there before, and other things in it.
    ({ create }) => ({
      networkConfiguration: {
        subnets: ["subnet-1", subnetIn(create, "vpc-1")],
        securityGroups: ["sg-1", groupIn(create, "vpc-1")],
      },
    }),
    ({ home }) => ({ networkConfiguration: { subnets: ["subnet-1"], securityGroups: [home.group] } }),
    "Error retrieving subnet information for [subnet-1]: The subnet ID 'subnet-1' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
  ),
  serviceCase(
    "load-balanced-container",
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId)),
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId), "api"),
    "The container api does not exist in the task definition.",
  ),
  serviceCase(
    "load-balanced-container",
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId)),
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId), "web", 80),
    "The container web did not have a container port 80 defined.",
  ),
  serviceCase(
    "load-balanced-container",
    ({ targetGroup, home, definition }) => ({
      ...behind(targetGroup("ip", home.vpcId), "web", 8010),
      taskDefinition: definition("range", ranged).state.arn ?? "",
    }),
    ({ targetGroup, home, definition }) => ({
      ...behind(targetGroup("ip", home.vpcId), "web", 8011),
      taskDefinition: definition("range", ranged).state.arn ?? "",
    }),
    "The container web did not have a container port 8011 defined.",
  ),
  serviceCase(
    "target-group-exists",
    () => behind(groupArn.replace("123456789012", "210987654321")),
    () => behind(groupArn),
    noAccess,
  ),
  serviceCase(
    "target-type-ip",
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId)),
    ({ targetGroup, home }) => behind(targetGroup("instance", home.vpcId)),
    `The provided target group ${ids.group} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
  ),
  serviceCase(
    "target-group-has-load-balancer",
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId)),
    ({ targetGroup, home }) => behind(targetGroup("ip", home.vpcId, false)),
    `The target group with targetGroupArn ${ids.group} does not have an associated load balancer.`,
  ),
  serviceCase(
    "grace-period-needs-load-balancer",
    ({ targetGroup, home }) => ({
      ...behind(targetGroup("ip", home.vpcId)),
      healthCheckGracePeriodSeconds: 60,
    }),
    () => ({ healthCheckGracePeriodSeconds: 60 }),
    "Health check grace period is only valid for services configured to use load balancers",
  ),
  serviceCase(
    "deployment-percentages",
    () => ({ deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100 }),
    () => ({ deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 }),
    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.",
  ),
  serviceCase(
    "circuit-breaker-of-ecs",
    () => ({ deploymentCircuitBreaker: { enable: true, rollback: true } }),
    () => ({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentController: { type: "CODE_DEPLOY" },
    }),
    "DeploymentCircuitBreaker is not supported for the CODE_DEPLOY deployment controller.",
  ),
  serviceCase(
    "execute-command-needs-task-role",
    () => ({ enableExecuteCommand: true }),
    ({ create }) => ({
      enableExecuteCommand: true,
      taskDefinition:
        create("aws:ecs/taskDefinition:TaskDefinition", "bare", {
          family: "bare",
          networkMode: "awsvpc",
          containerDefinitions: JSON.stringify([{ name: "web", image: "nginx", memory: 128 }]),
        }).state.arn ?? "",
    }),
    "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
  ),
];
