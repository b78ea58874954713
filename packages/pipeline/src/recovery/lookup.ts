import { crc32 } from "node:zlib";

/** What to do about a resource that was being made when Pulumi was cut off. */
export type Lookup =
  /** Its inputs say which id it has, if it is there. */
  | { kind: "id"; id: string }
  /** Nothing: making it again does no harm. */
  | { kind: "again" }
  /** A person has to ask AWS: it has an id that AWS chose. */
  | { kind: "find"; command: string; by: Record<string, string>; looksLike: RegExp }
  /** A person has to look, and nobody here knows how. */
  | { kind: "unknown" };

/** The account that a stack is in, as its ARNs tell. */
export interface Account {
  partition: string;
  account: string;
}

type Inputs = Readonly<Record<string, unknown>>;

/** How to find the resource of a type; throws a `NotText` for inputs that aren't as they usually are. */
type Finder = (inputs: Inputs, account: Account | undefined) => Lookup;

/** What became of a resource with these inputs, as far as they tell. */
export function lookUp(type: string, inputs: Inputs, account: Account | undefined): Lookup {
  if (type.startsWith("random:")) return again;
  const finder = finders[type];
  if (finder === undefined) return { kind: "unknown" };
  try {
    return finder(inputs, account);
  } catch (error) {
    if (error instanceof NotText) return { kind: "unknown" };
    throw error;
  }
}

/** The types that have a finder. */
export const knownTypes = (): string[] => Object.keys(finders);

class NotText extends Error {}

const again: Lookup = { kind: "again" };

/** An input as a text. Secrets, and what isn't there, have none. */
function text(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new NotText(name);
}

/** The id is an input, or made of inputs. */
const named = (...parts: string[]): Finder => {
  return (inputs) => ({ kind: "id", id: parts.map((name) => text(inputs, name)).join(":") });
};

/** The id is an ARN of what its inputs name. */
const arn = (service: string, resource: (inputs: Inputs) => string, isGlobal = false): Finder => {
  return (inputs, account) => {
    if (account === undefined) return { kind: "unknown" };
    const region = isGlobal ? "" : text(inputs, "region");
    return {
      kind: "id",
      id: `arn:${account.partition}:${service}:${region}:${account.account}:${resource(inputs)}`,
    };
  };
};

/** `aws <command> --query <query>`, in the region of the resource. */
function aws(inputs: Inputs, command: string, query: string): string {
  const region = inputs.region === undefined ? "" : ` --region ${text(inputs, "region")}`;
  return `aws ${command}${region} --query ${quoted(query)} --output text`;
}

/** By filters of EC2's `describe` commands, each with the property that it looks at. */
function ec2(
  command: string,
  query: string,
  filters: Record<string, (inputs: Inputs) => [property: string, value: string]>,
  looksLike: RegExp,
  more = "",
): Finder {
  return (inputs) => {
    const found = Object.entries(filters).map(([filter, of]) => ({ filter, by: of(inputs) }));
    const words = found.map(({ filter, by: [, value] }) => quoted(`Name=${filter},Values=${value}`));
    return {
      kind: "find",
      command: aws(inputs, `ec2 ${command} ${[...words, ...(more ? [more] : [])].join(" ")}`, query),
      by: Object.fromEntries(found.map(({ by }) => by)),
      looksLike,
    };
  };
}

const input =
  (name: string) =>
  (inputs: Inputs): [string, string] => [name, text(inputs, name)];

const nameTag = (inputs: Inputs): [string, string] => {
  const tags = inputs.tags;
  if (typeof tags !== "object" || tags === null) throw new NotText("tags");
  return ["tags.Name", text(tags as Inputs, "Name")];
};

const isArn = /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/;

/** By one command that is told some inputs. */
const by = (
  names: string[],
  looksLike: RegExp,
  command: (value: (name: string) => string) => readonly [command: string, query: string],
): Finder => {
  return (inputs) => {
    const [words, query] = command((name) => text(inputs, name));
    const told = Object.fromEntries(names.map((name) => [name, text(inputs, name)]));
    return { kind: "find", command: aws(inputs, words, query), by: told, looksLike };
  };
};

/** A rule of a security group: by all that it says. */
function securityGroupRule(isEgress: boolean): Finder {
  const sides: Record<string, string> = {
    cidrIpv4: "CidrIpv4",
    cidrIpv6: "CidrIpv6",
    prefixListId: "PrefixListId",
    referencedSecurityGroupId: "ReferencedGroupInfo.GroupId",
    ipProtocol: "IpProtocol",
  };
  const ports: Record<string, string> = { fromPort: "FromPort", toPort: "ToPort" };
  return (inputs) => {
    const given = (names: Record<string, string>) =>
      Object.keys(names).filter((name) => inputs[name] !== undefined);
    const terms = [
      `IsEgress==\`${isEgress}\``,
      ...given(sides).map((name) => `${sides[name]}=='${text(inputs, name)}'`),
      ...given(ports).map((name) => `${ports[name]}==\`${text(inputs, name)}\``),
    ];
    const told = ["securityGroupId", ...given(sides), ...given(ports)];
    return {
      kind: "find",
      command: aws(
        inputs,
        `ec2 describe-security-group-rules --filters Name=group-id,Values=${text(inputs, "securityGroupId")}`,
        `SecurityGroupRules[?${terms.join(" && ")}].SecurityGroupRuleId`,
      ),
      by: Object.fromEntries(told.map((name) => [name, text(inputs, name)])),
      looksLike: /^sgr-[0-9a-f]+$/,
    };
  };
}

const record: Finder = (inputs) => {
  const parts = [
    text(inputs, "zoneId"),
    text(inputs, "name").toLowerCase().replace(/\.$/, ""),
    text(inputs, "type"),
  ];
  return {
    kind: "id",
    id: [...parts, ...(inputs.setIdentifier === undefined ? [] : [text(inputs, "setIdentifier")])].join("_"),
  };
};

const distribution: Finder = (inputs) => {
  const [origin] = Array.isArray(inputs.origins) ? (inputs.origins as Inputs[]) : [];
  const domain = text(origin ?? {}, "domainName");
  return {
    kind: "find",
    command: aws(
      {},
      "cloudfront list-distributions",
      `DistributionList.Items[?Origins.Items[?DomainName=='${domain}']].Id`,
    ),
    by: { "origins.0.domainName": domain },
    looksLike: /^E[0-9A-Z]+$/,
  };
};

const route: Finder = (inputs) => {
  const names = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
  const destination = names.map((name) => inputs[name]).find((value) => typeof value === "string");
  return { kind: "id", id: `r-${text(inputs, "routeTableId")}${crc32(String(destination))}` };
};

const finders: Readonly<Record<string, Finder>> = {
  "aws:acm/certificate:Certificate": by(["domainName"], isArn, (value) => [
    "acm list-certificates",
    `CertificateSummaryList[?DomainName=='${value("domainName")}'].CertificateArn`,
  ]),
  "aws:acm/certificateValidation:CertificateValidation": () => again,
  "aws:appautoscaling/policy:Policy": () => again,
  "aws:appautoscaling/scheduledAction:ScheduledAction": () => again,
  "aws:appautoscaling/target:Target": () => again,
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:cloudfront/originAccessControl:OriginAccessControl": by(["name"], /^E[0-9A-Z]+$/, (value) => [
    "cloudfront list-origin-access-controls",
    `OriginAccessControlList.Items[?Name=='${value("name")}'].Id`,
  ]),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": by(["name"], /^[0-9a-f-]{36}$/, (value) => [
    "cloudfront list-response-headers-policies --type custom",
    `ResponseHeadersPolicyList.Items[?ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Name=='${value("name")}'].ResponseHeadersPolicy.Id`,
  ]),
  "aws:cloudwatch/dashboard:Dashboard": named("dashboardName"),
  "aws:cloudwatch/logGroup:LogGroup": named("name"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name"),
  "aws:dynamodb/table:Table": named("name"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": () => again,
  "aws:ec2/eip:Eip": ec2(
    "describe-addresses --filters",
    "Addresses[].AllocationId",
    { "tag:Name": nameTag },
    /^eipalloc-[0-9a-f]+$/,
  ),
  "aws:ec2/internetGateway:InternetGateway": ec2(
    "describe-internet-gateways --filters",
    "InternetGateways[].InternetGatewayId",
    { "tag:Name": nameTag },
    /^igw-[0-9a-f]+$/,
  ),
  "aws:ec2/natGateway:NatGateway": ec2(
    "describe-nat-gateways --filter",
    "NatGateways[].NatGatewayId",
    { "subnet-id": input("subnetId"), "tag:Name": nameTag },
    /^nat-[0-9a-f]+$/,
    "Name=state,Values=pending,available",
  ),
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTable:RouteTable": ec2(
    "describe-route-tables --filters",
    "RouteTables[].RouteTableId",
    { "vpc-id": input("vpcId"), "tag:Name": nameTag },
    /^rtb-[0-9a-f]+$/,
  ),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": by(
    ["subnetId", "routeTableId"],
    /^rtbassoc-[0-9a-f]+$/,
    (value) => [
      `ec2 describe-route-tables --route-table-ids ${value("routeTableId")}`,
      `RouteTables[].Associations[?SubnetId=='${value("subnetId")}'].RouteTableAssociationId`,
    ],
  ),
  "aws:ec2/securityGroup:SecurityGroup": ec2(
    "describe-security-groups --filters",
    "SecurityGroups[].GroupId",
    { "vpc-id": input("vpcId"), "group-name": input("name") },
    /^sg-[0-9a-f]+$/,
  ),
  "aws:ec2/subnet:Subnet": ec2(
    "describe-subnets --filters",
    "Subnets[].SubnetId",
    { "vpc-id": input("vpcId"), "cidr-block": input("cidrBlock") },
    /^subnet-[0-9a-f]+$/,
  ),
  "aws:ec2/vpc:Vpc": ec2(
    "describe-vpcs --filters",
    "Vpcs[].VpcId",
    { cidr: input("cidrBlock"), "tag:Name": nameTag },
    /^vpc-[0-9a-f]+$/,
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2(
    "describe-vpc-endpoints --filters",
    "VpcEndpoints[].VpcEndpointId",
    { "vpc-id": input("vpcId"), "service-name": input("serviceName") },
    /^vpce-[0-9a-f]+$/,
    "Name=vpc-endpoint-state,Values=pending,available",
  ),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": () => again,
  "aws:ecr/repository:Repository": named("name"),
  "aws:ecs/cluster:Cluster": arn("ecs", (inputs) => `cluster/${text(inputs, "name")}`),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": () => again,
  "aws:ecs/service:Service": arn(
    "ecs",
    (inputs) => `service/${text(inputs, "cluster").split("/").at(-1)}/${text(inputs, "name")}`,
  ),
  // Another revision of the family, which nothing runs and nobody pays for.
  "aws:ecs/taskDefinition:TaskDefinition": () => again,
  "aws:elasticache/replicationGroup:ReplicationGroup": named("replicationGroupId"),
  "aws:elasticache/subnetGroup:SubnetGroup": named("name"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": arn(
    "iam",
    (inputs) => `oidc-provider/${text(inputs, "url").replace("https://", "")}`,
    true,
  ),
  "aws:iam/role:Role": named("name"),
  "aws:iam/rolePolicy:RolePolicy": named("role", "name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": () => again,
  "aws:kms/alias:Alias": named("name"),
  "aws:lb/listener:Listener": by(["loadBalancerArn", "port"], isArn, (value) => [
    `elbv2 describe-listeners --load-balancer-arn ${value("loadBalancerArn")}`,
    `Listeners[?Port==\`${value("port")}\`].ListenerArn`,
  ]),
  "aws:lb/listenerRule:ListenerRule": by(["listenerArn", "priority"], isArn, (value) => [
    `elbv2 describe-rules --listener-arn ${value("listenerArn")}`,
    `Rules[?Priority=='${value("priority")}'].RuleArn`,
  ]),
  "aws:lb/loadBalancer:LoadBalancer": by(["name"], isArn, (value) => [
    `elbv2 describe-load-balancers --names ${value("name")}`,
    "LoadBalancers[].LoadBalancerArn",
  ]),
  "aws:lb/targetGroup:TargetGroup": by(["name"], isArn, (value) => [
    `elbv2 describe-target-groups --names ${value("name")}`,
    "TargetGroups[].TargetGroupArn",
  ]),
  "aws:rds/instance:Instance": by(["identifier"], /^db-[0-9A-Z]+$/, (value) => [
    `rds describe-db-instances --db-instance-identifier ${value("identifier")}`,
    "DBInstances[].DbiResourceId",
  ]),
  "aws:rds/parameterGroup:ParameterGroup": named("name"),
  "aws:rds/subnetGroup:SubnetGroup": named("name"),
  "aws:route53/record:Record": record,
  "aws:s3/bucket:Bucket": named("bucket"),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": () => again,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () => again,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": () => again,
  "aws:s3/bucketPolicy:BucketPolicy": () => again,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () => again,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () => again,
  "aws:s3/bucketVersioning:BucketVersioning": () => again,
  "aws:secretsmanager/secret:Secret": by(["name"], isArn, (value) => [
    `secretsmanager list-secrets --filters Key=name,Values=${value("name")}`,
    "SecretList[].ARN",
  ]),
  // Another version of the same value, which takes the first one's place.
  "aws:secretsmanager/secretVersion:SecretVersion": () => again,
  "aws:sns/topic:Topic": arn("sns", (inputs) => text(inputs, "name")),
  "aws:sns/topicSubscription:TopicSubscription": () => again,
  "aws:ssm/parameter:Parameter": named("name"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule(true),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule(false),
};

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
