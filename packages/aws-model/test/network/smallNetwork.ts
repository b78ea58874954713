import { openWorld, type Properties, type Value } from "../../src/world/world.ts";

const endpointDns = { vpcEndpointType: "Interface", privateDnsEnabled: true };

const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

/** ARN of a secret of the small network. */
export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;

export const definitionArn = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-web:1";

export const targetGroupArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1";

export const balancerArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/main/1";

/** The containers of the one task definition. */
export const containers: Properties[] = [
  {
    name: "web",
    image: `${registry}/shop-backend:1`,
    environment: [{ name: "POSTGRES_SERVICE_HOST", value: "db.c1.us-east-1.rds.amazonaws.com" }],
    secrets: [
      { name: "REDIS_URL", valueFrom: `${secretArn("cache")}:url::` },
      { name: "API_KEY", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/shop/api-key" },
    ],
    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/shop/web" } },
  },
];

/**
 * A small network in which everything works, put straight into a world: two zones, each with a public, a private and a
 * data subnet; a service behind a load balancer that uses a database and a cache. An id is a kind and a name, which is
 * also the name in the program: `subnet-private-a` is called `private-a`.
 */
export function smallNetwork() {
  const world = openWorld(":memory:");
  const types = new Map<string, string>();

  const add = (type: string, id: string, state: Properties, name = id.replace(/^[a-z]+-/, "")) => {
    types.set(id, type);
    const full = { region: "us-east-1", ...state };
    world.put({ type, id, urn: `urn:pulumi:test::ublog::${type}::${name}`, inputs: {}, state: full });
  };
  const find = (id: string) => {
    const resource = world.get(types.get(id) ?? "", id);
    if (!resource) throw new Error(`There is no ${id} in the small network.`);
    return resource;
  };
  /** Sets some properties of a resource. */
  const change = (id: string, state: Properties) => {
    const resource = find(id);
    world.put({ ...resource, state: { ...resource.state, ...state } });
  };
  const remove = (id: string) => void world.delete(find(id).type, id);
  /** A rule of the newer resources: `sg-tasks egress 443 0.0.0.0/0`, or a group instead of the block. */
  const allow = (group: string, direction: "ingress" | "egress", port: number, whom: string) => {
    const kind = direction === "ingress" ? "Ingress" : "Egress";
    const peer: Properties = /^(sg|pl)-/.test(whom)
      ? { [whom.startsWith("sg-") ? "referencedSecurityGroupId" : "prefixListId"]: whom }
      : { [whom.includes(":") ? "cidrIpv6" : "cidrIpv4"]: whom };
    add(`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`, ruleId(group, direction, port, whom), {
      securityGroupId: group,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      ...peer,
    });
  };
  const disallow = (group: string, direction: "ingress" | "egress", port: number, whom: string) =>
    remove(ruleId(group, direction, port, whom));
  /** An endpoint with the name of a service, behind the group `sg-endpoints`. */
  const addEndpoint = (service: string, state: Properties = {}) =>
    add("aws:ec2/vpcEndpoint:VpcEndpoint", `vpce-${service}`, {
      vpcId: "vpc-main",
      serviceName: `com.amazonaws.us-east-1.${service}`,
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      securityGroupIds: ["sg-endpoints"],
      ...endpointDns,
      ...state,
    });

  add("aws:ec2/vpc:Vpc", "vpc-main", {
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    enableDnsHostnames: true,
    mainRouteTableId: "rtb-main",
    defaultNetworkAclId: "acl-default",
    defaultSecurityGroupId: "sg-default",
  });
  add("aws:ec2/internetGateway:InternetGateway", "igw-main", { vpcId: "vpc-main" });
  for (const [index, zone] of ["a", "b"].entries()) {
    for (const [part, kind] of ["public", "private", "data"].entries()) {
      const name = `${kind}-${zone}`;
      const cidrBlock = `10.0.${10 * part + index}.0/24`;
      const availabilityZone = `us-east-1${zone}`;
      add("aws:ec2/subnet:Subnet", `subnet-${name}`, { vpcId: "vpc-main", cidrBlock, availabilityZone });
      add("aws:ec2/routeTable:RouteTable", `rtb-${name}`, { vpcId: "vpc-main", routes: [] });
      add("aws:ec2/routeTableAssociation:RouteTableAssociation", `rtbassoc-${name}`, {
        subnetId: `subnet-${name}`,
        routeTableId: `rtb-${name}`,
      });
      if (kind === "data") continue;
      add("aws:ec2/route:Route", `r-${name}`, {
        routeTableId: `rtb-${name}`,
        destinationCidrBlock: "0.0.0.0/0",
        ...(kind === "public" ? { gatewayId: "igw-main" } : { natGatewayId: "nat-main" }),
      });
    }
  }
  add("aws:ec2/eip:Eip", "eipalloc-nat", {});
  add("aws:ec2/natGateway:NatGateway", "nat-main", {
    subnetId: "subnet-public-a",
    allocationId: "eipalloc-nat",
    connectivityType: "public",
  });
  for (const name of ["alb", "tasks", "database", "cache", "endpoints"]) {
    add("aws:ec2/securityGroup:SecurityGroup", `sg-${name}`, { vpcId: "vpc-main", ingress: [], egress: [] });
  }
  allow("sg-alb", "ingress", 443, "0.0.0.0/0");
  allow("sg-tasks", "egress", 443, "0.0.0.0/0");
  for (const [from, to, port] of [
    ["sg-alb", "sg-tasks", 8000],
    ["sg-tasks", "sg-database", 5432],
    ["sg-tasks", "sg-cache", 6379],
    ["sg-tasks", "sg-endpoints", 443],
  ] as const) {
    allow(from, "egress", port, to);
    allow(to, "ingress", port, from);
  }
  addData(add);
  addService(add);
  return { world, add, change, remove, allow, disallow, addEndpoint };
}

export type SmallNetwork = ReturnType<typeof smallNetwork>;

type Add = (type: string, id: string, state: Properties, name?: string) => void;

const ruleId = (...parts: (string | number)[]): string => `sgr-${parts.join("-")}`;

const dataSubnets: Value = ["subnet-data-a", "subnet-data-b"];

function addData(add: Add): void {
  add("aws:rds/subnetGroup:SubnetGroup", "data", { subnetIds: dataSubnets });
  add("aws:rds/instance:Instance", "db-main", {
    engine: "postgres",
    address: "db.c1.us-east-1.rds.amazonaws.com",
    port: 5432,
    dbSubnetGroupName: "data",
    vpcSecurityGroupIds: ["sg-database"],
  });
  add("aws:elasticache/subnetGroup:SubnetGroup", "caches", { subnetIds: dataSubnets });
  add("aws:elasticache/replicationGroup:ReplicationGroup", "cache-main", {
    engine: "valkey",
    primaryEndpointAddress: "master.cache.c1.use1.cache.amazonaws.com",
    readerEndpointAddress: "replica.cache.c1.use1.cache.amazonaws.com",
    configurationEndpointAddress: "",
    port: 6379,
    subnetGroupName: "caches",
    securityGroupIds: ["sg-cache"],
  });
  add("aws:secretsmanager/secretVersion:SecretVersion", "version-cache", {
    secretId: secretArn("cache"),
    secretString: JSON.stringify({ url: "rediss://:t@master.cache.c1.use1.cache.amazonaws.com:6379" }),
  });
}

function addService(add: Add): void {
  add(
    "aws:lb/loadBalancer:LoadBalancer",
    balancerArn,
    {
      loadBalancerType: "application",
      internal: false,
      dnsName: "main-1.us-east-1.elb.amazonaws.com",
      subnets: ["subnet-public-a", "subnet-public-b"],
      securityGroups: ["sg-alb"],
    },
    "main",
  );
  add("aws:lb/listener:Listener", "listener-https", {
    loadBalancerArn: balancerArn,
    port: 443,
    defaultActions: [{ type: "fixed-response" }],
  });
  add("aws:lb/listenerRule:ListenerRule", "rule-web", {
    listenerArn: "listener-https",
    actions: [{ type: "forward", targetGroupArn }],
  });
  add(
    "aws:lb/targetGroup:TargetGroup",
    targetGroupArn,
    { vpcId: "vpc-main", port: 8000, healthCheck: { port: "traffic-port" } },
    "web",
  );
  add(
    "aws:ecs/taskDefinition:TaskDefinition",
    definitionArn,
    {
      arn: definitionArn,
      family: "shop-web",
      revision: 1,
      requiresCompatibilities: ["FARGATE"],
      containerDefinitions: JSON.stringify(containers),
    },
    "web",
  );
  add("aws:ecs/service:Service", "service-web", {
    name: "shop-web",
    taskDefinition: definitionArn,
    networkConfiguration: {
      subnets: ["subnet-private-a", "subnet-private-b"],
      securityGroups: ["sg-tasks"],
      assignPublicIp: false,
    },
    loadBalancers: [{ targetGroupArn, containerName: "web", containerPort: 8000 }],
  });
}
