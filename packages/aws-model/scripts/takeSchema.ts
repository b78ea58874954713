/**
 * Takes what the sandbox serves from a full schema of the AWS provider, into data/aws.json:
 *
 *     node packages/aws-model/scripts/takeSchema.ts <aws-schema.json>
 *
 * The full schema holds, for every resource and function under its name in the npm package, the inputs with
 * type, required, computed, sensitive and what a change replaces, read off the provider's own schema and
 * planning code.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AwsSchema, PropertySchema, TokenSchema } from "../src/schema/types.ts";

/** Namespaces taken whole. */
const namespaces = [
  "acm",
  "appautoscaling",
  "budgets",
  "cloudfront",
  "cloudwatch",
  "dynamodb",
  "ecr",
  "ecs",
  "elasticache",
  "iam",
  "index",
  "kms",
  "lambda",
  "lb",
  "rds",
  "route53",
  "s3",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "ses",
  "sesv2",
  "sns",
  "sqs",
  "ssm",
  "vpc",
  "wafv2",
];

/** From EC2 the network, and single machines (bastion hosts, NAT instances). */
const ec2 =
  /^(get)?(Ami|AmiIds|DefaultNetworkAcl|DefaultRouteTable|DefaultSecurityGroup|DefaultSubnet|DefaultVpc|DefaultVpcDhcpOptions|EgressOnlyInternetGateway|Eips?|ElasticIp|EipAssociation|EipDomainName|FlowLog|Instances?|InstanceType|InternetGateway(Attachment)?|KeyPair|LaunchTemplate|MainRouteTableAssociation|ManagedPrefixLists?|ManagedPrefixListEntry|NatGateways?|NetworkAcls?|NetworkAcl(Association|Rule)|NetworkInterfaces?|NetworkInterface(Attachment|SecurityGroupAttachment)|PrefixList|Routes?|RouteTables?|RouteTableAssociation|SecurityGroups?|SecurityGroup(Association|Rule)|Subnets?|Tag|VpcDhcpOptions(Association)?|VpcEndpoint|VpcEndpointService|VpcEndpoint(Policy|RouteTableAssociation|SubnetAssociation)|VpcIpv[46]CidrBlockAssociation|VpcPeeringConnections?|VpcPeeringConnectionAccepter|Vpcs?)$/;

/** Functions outside these namespaces. */
const functions = ["aws:elb/getHostedZoneId:getHostedZoneId", "aws:elb/getServiceAccount:getServiceAccount"];

function wanted(token: string): boolean {
  if (functions.includes(token)) return true;
  const [, module = "", name = ""] = token.split(":");
  const namespace = module.split("/")[0] ?? "";
  return namespace === "ec2" ? ec2.test(name) : namespaces.includes(namespace);
}

/** The full schema lists properties that only the npm package has beside the others. */
type FullSchema = TokenSchema & { sdkOnly?: string[] };

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error("usage: node packages/aws-model/scripts/takeSchema.ts <aws-schema.json>");
  process.exit(1);
}
const full = JSON.parse(readFileSync(source, "utf8")) as AwsSchema;

const taken: AwsSchema = { source: full.source, resources: {}, functions: {}, types: {} };
for (const kind of ["resources", "functions"] as const) {
  for (const token of Object.keys(full[kind]).sort()) {
    if (!wanted(token)) continue;
    const { inputs, outputs, sdkOnly = [] } = full[kind][token] as FullSchema;
    for (const name of sdkOnly) {
      const property = inputs[name];
      if (property) property.sdkOnly = true;
    }
    taken[kind][token] = { inputs, outputs };
    takeTypes(inputs);
    takeTypes(outputs);
  }
}

/** Takes the shared types that `properties` refer to, and those that these refer to. */
function takeTypes(properties: Record<string, PropertySchema>): void {
  for (const { element } of Object.values(properties)) {
    if (typeof element === "string") {
      const name = element.replace("#/types/", "");
      if (taken.types[name]) continue;
      const type = full.types[name];
      if (!type) throw new Error(`the schema has no type ${name}`);
      taken.types[name] = type;
      takeTypes(type);
    } else if (element) takeTypes(element);
  }
}

/** One line a resource, so that an update of the data can be reviewed. */
const lines = (part: Record<string, unknown>) =>
  Object.entries(part)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(",\n");
const target = fileURLToPath(new URL("../data/aws.json", import.meta.url));
writeFileSync(
  target,
  `{"source":${JSON.stringify(taken.source)},\n"resources":{\n${lines(taken.resources)}\n},\n"functions":{\n${lines(taken.functions)}\n},\n"types":{\n${lines(taken.types)}\n}}\n`,
);
console.log(
  `${target}: ${Object.keys(taken.resources).length} resources, ${Object.keys(taken.functions).length} functions`,
);
