import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** The network that a base of pulumi-aws-django 1.28 made with `awsx.ec2.Vpc`, as far as the rest needs it. */
export interface FormerNetwork {
  vpcId: pulumi.Input<string>;
  publicSubnetIds: pulumi.Input<string>[];
  privateSubnetIds: pulumi.Input<string>[];
  privateRouteTableIds: pulumi.Input<string>[];
}

export interface FormerBaseArgs {
  certificateArn: pulumi.Input<string>;
  domainName: string;
  region: string;
  /** 1.28 asked for 17.2, which AWS has since replaced by newer ones, also on servers that ran. Defaults to 17.2. */
  engineVersion?: string;
}

class Part extends pulumi.ComponentResource {
  constructor(token: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`pulumi-contrib:components:${token}`, name, {}, opts);
  }
}

/**
 * A base as pulumi-aws-django 1.28.0 registered it, but for its network: nothing of that is taken over.
 * https://github.com/briancaffey/pulumi-aws-django/tree/v1.28.0/src/components
 */
export function formerBase(
  args: FormerBaseArgs,
  makeNetwork: (opts: pulumi.CustomResourceOptions) => FormerNetwork,
) {
  const stack = pulumi.getStack();
  const tags = { env: stack };
  const base = new Part("EcsBaseEnv", "myEcsEnv");
  const inBase = { parent: base };
  const network = makeNetwork(inBase);

  const bucket = new aws.s3.Bucket(
    "assetsBucket",
    { bucket: `${args.domainName.replace(".", "-")}-${stack}-assets-bucket`, forceDestroy: true, tags },
    inBase,
  );
  // These, and all of the security groups' part, have no parent.
  new aws.s3.BucketOwnershipControls("ownershipControls", {
    bucket: bucket.id,
    rule: { objectOwnership: "ObjectWriter" },
  });
  new aws.s3.BucketPublicAccessBlock("assetsBucketAccess", {
    bucket: bucket.id,
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  });

  const groups = formerSecurityGroups(args.region, network, inBase);
  const loadBalancer = formerLoadBalancer(args, network, groups.alb, inBase);
  const database = formerDatabase(args.engineVersion ?? "17.2", network, groups.app, inBase);
  const redisServiceHost = formerCache(network, groups.app, inBase);
  return {
    vpcId: network.vpcId,
    assetsBucketName: bucket.id,
    privateSubnetIds: network.privateSubnetIds,
    appSgId: groups.app.id,
    albSgId: groups.alb.id,
    listenerArn: loadBalancer.listener.arn,
    albDnsName: loadBalancer.alb.dnsName,
    rdsAddress: database.instance.address,
    domainName: args.domainName,
    baseStackName: stack,
    rdsPasswordSecretName: database.secretName,
    redisServiceHost,
  };
}

function formerSecurityGroups(region: string, network: FormerNetwork, opts: pulumi.ComponentResourceOptions) {
  new Part("SecurityGroupResources", "SecurityGroupResources", opts);
  const stack = pulumi.getStack();
  const env = { env: stack };
  const group = (name: string, physicalName: string, description: string, tag = physicalName) =>
    new aws.ec2.SecurityGroup(`${name}SecurityGroup`, {
      name: `${stack}-${physicalName}`,
      description,
      vpcId: network.vpcId,
      tags: { Name: `${stack}-${tag}`, ...env },
    });
  const alb = group("alb", "alb-sg", "ALB security group");
  const app = group("app", "app-sg", "Allows inbound access from the ALB only", "ecs-sg");
  const vpce = group(
    "vpce",
    "vpce-sg",
    "Security Group for VPC Endpoints (ECR API, ECR DKR, S3, Secrets Manager",
  );

  const endpoint = (name: string, service: string, tag: string, args: object) =>
    new aws.ec2.VpcEndpoint(name, {
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      tags: { Name: `${stack}-${tag}`, ...env },
      ...args,
    });
  const inSubnets = {
    vpcEndpointType: "Interface",
    subnetIds: network.privateSubnetIds,
    securityGroupIds: [vpce.id],
    privateDnsEnabled: true,
  };
  endpoint("ecrApiEndpoint", "ecr.api", "vpce-ecr-api", inSubnets);
  endpoint("ecrDkrEndpoint", "ecr.dkr", "vpce-ecr-dkr", inSubnets);
  endpoint("s3Endpoint", "s3", "s3", {
    vpcEndpointType: "Gateway",
    routeTableIds: network.privateRouteTableIds,
  });

  const { SecurityGroupEgressRule, SecurityGroupIngressRule } = aws.vpc;
  const tcp = (fromPort: number, toPort: number) => ({ ipProtocol: "tcp", fromPort, toPort });
  new SecurityGroupEgressRule("albEgressToAppRule", {
    securityGroupId: alb.id,
    referencedSecurityGroupId: app.id,
    ...tcp(0, 65535),
    description: "Allow outbound TCP traffic from ALB to App",
  });
  new SecurityGroupIngressRule("albIngressRule", {
    securityGroupId: app.id,
    referencedSecurityGroupId: alb.id,
    ...tcp(0, 65535),
    description: "Allow inbound TCP traffic from ALB",
  });
  for (const [name, port, protocol] of [
    ["albIngressRuleHttp", 80, "HTTP"],
    ["albIngressRuleHttps", 443, "HTTPS"],
  ] as const) {
    new SecurityGroupIngressRule(name, {
      securityGroupId: alb.id,
      ...tcp(port, port),
      cidrIpv4: "0.0.0.0/0",
      description: `Allow ${protocol} traffic from anywhere`,
    });
  }
  new SecurityGroupEgressRule("appEgressRule", {
    securityGroupId: app.id,
    ipProtocol: "-1",
    cidrIpv4: "0.0.0.0/0",
    description: "Allow all outbound traffic",
  });
  for (const [name, to, from] of [
    ["appToVpceEgressRule", app, vpce],
    ["vpceToAppIngressRule", vpce, app],
  ] as const) {
    new SecurityGroupIngressRule(name, {
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
      ...tcp(443, 443),
      description: "Allow HTTP traffic from anywhere",
    });
  }
  return { alb, app };
}

function formerLoadBalancer(
  args: FormerBaseArgs,
  network: FormerNetwork,
  group: aws.ec2.SecurityGroup,
  opts: pulumi.ComponentResourceOptions,
) {
  const parent = new Part("AlbResources", "AlbResources", opts);
  const tags = { env: pulumi.getStack() };
  const alb = new aws.alb.LoadBalancer(
    "LoadBalancer",
    {
      internal: false,
      loadBalancerType: "application",
      securityGroups: [group.id],
      subnets: network.publicSubnetIds,
      tags,
    },
    { parent },
  );
  new aws.alb.TargetGroup(
    "DefaultTg",
    {
      vpcId: network.vpcId,
      port: 80,
      targetType: "instance",
      protocol: "HTTP",
      healthCheck: {
        protocol: "HTTP",
        interval: 300,
        path: "/api/health-check/",
        timeout: 120,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        port: "80",
      },
      tags,
    },
    { parent },
  );
  new aws.alb.Listener(
    "HttpListener",
    {
      loadBalancerArn: alb.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
    },
    { parent },
  );
  const listener = new aws.alb.Listener(
    "HttpsListener",
    {
      loadBalancerArn: alb.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn: args.certificateArn,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: {
            contentType: "text/plain",
            messageBody: "Fixed response content",
            statusCode: "200",
          },
        },
      ],
    },
    { parent },
  );
  return { alb, listener };
}

/** What lets the app's security group in, and everything out. */
function formerDataGroup(
  name: string,
  what: string,
  port: number,
  network: FormerNetwork,
  app: aws.ec2.SecurityGroup,
  parent: pulumi.Resource,
) {
  return new aws.ec2.SecurityGroup(
    name,
    {
      description: `Allow traffic from app sg to ${what}`,
      vpcId: network.vpcId,
      ingress: [
        {
          description: "allow traffic from app sg",
          fromPort: port,
          toPort: port,
          protocol: "tcp",
          securityGroups: [app.id],
        },
      ],
      egress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }],
      tags: { env: pulumi.getStack() },
    },
    { parent },
  );
}

function formerDatabase(
  engineVersion: string,
  network: FormerNetwork,
  app: aws.ec2.SecurityGroup,
  opts: pulumi.ComponentResourceOptions,
) {
  const parent = new Part("RdsResources", "RdsResources", opts);
  const stack = pulumi.getStack();
  const tags = { env: stack };
  const group = formerDataGroup("RdsSecurityGroup", "RDS", 5432, network, app, parent);
  const subnetGroup = new aws.rds.SubnetGroup(
    "DbSubnetGroup",
    { subnetIds: network.privateSubnetIds, name: `${stack}-db-subnet-group`, tags },
    { parent },
  );
  const parameterGroup = new aws.rds.ParameterGroup(
    "DbParameterGroup",
    {
      name: `${stack}parametergroup`,
      family: "postgres17",
      parameters: [{ name: "rds.force_ssl", value: "1" }],
      tags,
    },
    { parent },
  );
  const password = new random.RandomPassword("rdsPassword", {
    length: 16,
    special: true,
    overrideSpecial: "_!%^",
  });
  const suffix = new random.RandomString("suffix", { length: 8, special: false, upper: false });
  const secret = new aws.secretsmanager.Secret("secret", {
    name: pulumi.interpolate`${stack}/rds-password/${suffix.result}`,
    recoveryWindowInDays: 0,
    tags,
  });
  const version = new aws.secretsmanager.SecretVersion("secretVersion", {
    secretId: secret.id,
    secretString: password.result,
  });
  const instance = new aws.rds.Instance(
    "DbInstance",
    {
      identifier: `${stack}-rds`,
      instanceClass: "db.t3.micro",
      vpcSecurityGroupIds: [group.id],
      engine: "postgres",
      engineVersion,
      port: 5432,
      username: "postgres",
      password: pulumi.interpolate`${version.secretString}`,
      allocatedStorage: 20,
      storageEncrypted: false,
      multiAz: false,
      storageType: "gp2",
      publiclyAccessible: false,
      skipFinalSnapshot: true,
      backupRetentionPeriod: 7,
      dbSubnetGroupName: subnetGroup.name,
      dbName: stack,
      parameterGroupName: parameterGroup.name,
      tags,
    },
    { parent },
  );
  return { instance, secretName: secret.name };
}

function formerCache(
  network: FormerNetwork,
  app: aws.ec2.SecurityGroup,
  opts: pulumi.ComponentResourceOptions,
) {
  const parent = new Part("ElastiCacheResources", "ElastiCacheResources", opts);
  const stack = pulumi.getStack();
  const group = formerDataGroup("ElastiCacheSecurityGroup", "ElastiCache", 6379, network, app, parent);
  const subnetGroup = new aws.elasticache.SubnetGroup(
    "ElastiCacheSubnetGroup",
    { subnetIds: network.privateSubnetIds, name: `${stack}-elasticache-subnet-group` },
    { parent },
  );
  const cluster = new aws.elasticache.Cluster(
    "ElastiCacheCluster",
    {
      clusterId: `${stack}-elasticache-cluster`,
      engine: "redis",
      nodeType: "cache.t2.micro",
      numCacheNodes: 1,
      parameterGroupName: "default.redis6.x",
      engineVersion: "6.x",
      port: 6379,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [group.id],
      tags: { env: stack },
    },
    { parent },
  );
  return cluster.cacheNodes.apply((nodes) => nodes[0]?.address ?? "");
}
