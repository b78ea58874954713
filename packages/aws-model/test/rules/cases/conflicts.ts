import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** Makes two of a type, with what both have. */
const two =
  (type: string, shared: Properties, first: Properties, second: Properties) =>
  ({ create }: AwsAccount) => {
    create(type, "first", { ...shared, ...first });
    create(type, "second", { ...shared, ...second });
  };

const inVpc =
  (...blocks: string[]) =>
  ({ create }: AwsAccount) => {
    const vpcId = create("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }).id;
    for (const cidrBlock of blocks) create("aws:ec2/subnet:Subnet", cidrBlock, { vpcId, cidrBlock });
  };

const inZone =
  (availabilityZone: string) =>
  ({ create }: AwsAccount) =>
    create("aws:ec2/subnet:Subnet", "a", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", availabilityZone });

const subnet = (code: string, message: string) =>
  said("creating EC2 Subnet", ["EC2", "CreateSubnet", code], message);

/** A group with a rule in it, inline or not, and another rule beside that one. */
const inGroup =
  (kind: "Ingress" | "Egress", inline: Properties | undefined, ...rules: Properties[]) =>
  ({ create }: AwsAccount) => {
    const group = create("aws:ec2/securityGroup:SecurityGroup", "group", {
      name: "web",
      ...(inline ? { [kind.toLowerCase()]: [inline] } : {}),
    });
    rules.forEach((rule, i) => {
      create(`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`, `rule${i}`, {
        securityGroupId: group.id,
        ...rule,
      });
    });
  };

const https = { cidrIpv4: "10.0.0.0/16", ipProtocol: "tcp", fromPort: 443, toPort: 443 };

const everything = { ipProtocol: "-1" };

const endpoint = (inputs: Properties): Properties => ({
  vpcId: "vpc-1",
  serviceName: "com.amazonaws.us-east-1.s3",
  ...inputs,
});

const noDuplicate = (kind: string, what: string) =>
  said(
    "creating VPC Security Group Rule",
    ["EC2", `AuthorizeSecurityGroup${kind}`, "InvalidPermission.Duplicate"],
    `the specified rule "${what}" already exists`,
  );

const secrets = "com.amazonaws.us-east-1.secretsmanager";
const group = "aws:ec2/securityGroup:SecurityGroup";
const route = "aws:ec2/route:Route";
const namespace = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";

const noNamespace =
  "waiting for Service Discovery Private DNS Namespace (shop.internal) create: unexpected state 'FAIL', wanted target 'SUCCESS'. last error: CANNOT_CREATE_HOSTED_ZONE: The VPC that you chose, vpc-1 in region us-east-1, is already associated with another private hosted zone that has an overlapping name space, shop.internal.. (Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)";

export const cases: RuleCase[] = [
  {
    rule: "security-group-name",
    refused: two(group, { vpcId: "vpc-1" }, { name: "web" }, { name: "web" }),
    message: said(
      "creating Security Group (web)",
      ["EC2", "CreateSecurityGroup", "InvalidGroup.Duplicate"],
      "The security group 'web' already exists for VPC 'vpc-1'",
    ),
    accepted: two(group, { name: "web" }, { vpcId: "vpc-1" }, { vpcId: "vpc-2" }),
  },
  {
    rule: "subnet-size",
    refused: inVpc("10.0.0.0/29"),
    message: subnet("InvalidSubnet.Range", "The CIDR '10.0.0.0/29' is invalid."),
    accepted: inVpc("10.0.0.0/28"),
  },
  {
    rule: "subnet-zone",
    refused: inZone("us-west-2a"),
    message: subnet(
      "InvalidParameterValue",
      "Value (us-west-2a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.",
    ),
    accepted: inZone("us-east-1b"),
  },
  {
    rule: "security-group-ingress-rule-duplicate",
    refused: inGroup("Ingress", undefined, https, https),
    message: noDuplicate("Ingress", "peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW"),
    accepted: inGroup(
      "Ingress",
      undefined,
      https,
      { ...https, toPort: 444 },
      { ...https, cidrIpv4: "10.1.0.0/16" },
    ),
  },
  {
    rule: "security-group-egress-rule-duplicate",
    refused: inGroup(
      "Egress",
      { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
      { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" },
    ),
    message: noDuplicate("Egress", "peer: 0.0.0.0/0, ALL, ALLOW"),
    accepted: inGroup(
      "Egress",
      { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
      { cidrIpv6: "::/0", ipProtocol: "-1" },
    ),
  },
  ...([{ cidrIpv6: "::/0" }, { prefixListId: "pl-1" }, { referencedSecurityGroupId: "sg-1" }] as const).map(
    (peer): RuleCase => ({
      rule: "security-group-ingress-rule-duplicate",
      refused: inGroup("Ingress", undefined, { ...everything, ...peer }, { ...everything, ...peer }),
      message: noDuplicate("Ingress", `peer: ${Object.values(peer)[0]}, ALL, ALLOW`),
      accepted: inGroup(
        "Ingress",
        undefined,
        { ...everything, ...peer },
        { ...https, cidrIpv4: "0.0.0.0/0" },
      ),
    }),
  ),
  {
    rule: "subnet-outside-vpc",
    refused: inVpc("10.1.0.0/24"),
    message: subnet("InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid."),
    accepted: inVpc("10.0.255.0/24"),
  },
  {
    rule: "subnet-overlap",
    refused: inVpc("10.0.32.0/20", "10.0.0.0/20", "10.0.8.0/24"),
    message: subnet("InvalidSubnet.Conflict", "The CIDR '10.0.8.0/24' conflicts with another subnet"),
    accepted: inVpc("10.0.0.0/20", "10.0.16.0/24"),
  },
  {
    rule: "one-internet-gateway",
    refused: two("aws:ec2/internetGateway:InternetGateway", { vpcId: "vpc-1" }, {}, {}),
    message: said(
      "attaching EC2 Internet Gateway to VPC (vpc-1)",
      ["EC2", "AttachInternetGateway", "InvalidParameterValue"],
      "Network vpc-1 already has an internet gateway attached",
    ),
    accepted: two("aws:ec2/internetGateway:InternetGateway", {}, { vpcId: "vpc-1" }, { vpcId: "vpc-2" }),
  },
  {
    rule: "route-exists",
    refused: two(
      route,
      { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" },
      { gatewayId: "igw-1" },
      { natGatewayId: "nat-1" },
    ),
    message: said(
      "creating Route in Route Table (rtb-1) with destination (0.0.0.0/0)",
      ["EC2", "CreateRoute", "RouteAlreadyExists"],
      "The route identified by 0.0.0.0/0 already exists.",
    ),
    accepted: two(
      route,
      { routeTableId: "rtb-1" },
      { destinationCidrBlock: "0.0.0.0/0" },
      { destinationIpv6CidrBlock: "::/0" },
    ),
  },
  {
    rule: "one-route-table",
    refused: two(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "subnet-1" },
      { routeTableId: "rtb-1" },
      { routeTableId: "rtb-2" },
    ),
    message: said(
      "creating Route Table (rtb-2) Association",
      ["EC2", "AssociateRouteTable", "Resource.AlreadyAssociated"],
      "the specified association for route table rtb-2 conflicts with an existing association",
    ),
    accepted: two(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      { routeTableId: "rtb-1" },
      { subnetId: "subnet-1" },
      { subnetId: "subnet-2" },
    ),
  },
  {
    rule: "gateway-endpoint-route",
    refused: ({ create }) => {
      const { state } = create(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "first",
        endpoint({ routeTableIds: ["rtb-1"] }),
      );
      try {
        create("aws:ec2/vpcEndpoint:VpcEndpoint", "second", endpoint({ routeTableIds: ["rtb-1"] }));
      } catch (error) {
        throw new Error((error as Error).message.replace(String(state.prefixListId), "pl-1"));
      }
    },
    message: said(
      "creating EC2 VPC Endpoint (com.amazonaws.us-east-1.s3)",
      ["EC2", "CreateVpcEndpoint", "RouteAlreadyExists"],
      "route table rtb-1 already has a route with destination-prefix-list-id pl-1",
    ),
    accepted: two(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      endpoint({}),
      { routeTableIds: ["rtb-1"] },
      { routeTableIds: ["rtb-2"] },
    ),
  },
  {
    rule: "private-dns-of-endpoint",
    refused: two(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: secrets, vpcEndpointType: "Interface", privateDnsEnabled: true }),
      {},
      {},
    ),
    message: said(
      `creating EC2 VPC Endpoint (${secrets})`,
      ["EC2", "CreateVpcEndpoint", "InvalidParameter"],
      "private-dns-enabled cannot be set because there is already a conflicting DNS domain for secretsmanager.us-east-1.amazonaws.com in the VPC vpc-1",
    ),
    accepted: two(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: secrets, vpcEndpointType: "Interface" }),
      { privateDnsEnabled: true },
      { privateDnsEnabled: false },
    ),
  },
  {
    rule: "private-namespace-in-vpc",
    refused: ({ create }) => {
      create("aws:route53/zone:Zone", "other", { name: "other.internal", vpcs: [{ vpcId: "vpc-1" }] });
      create("aws:route53/zone:Zone", "zone", { name: "shop.internal", vpcs: [{ vpcId: "vpc-1" }] });
      create(namespace, "namespace", { name: "shop.internal", vpc: "vpc-1" });
    },
    message: noNamespace,
    accepted: ({ create }) => {
      create("aws:route53/zone:Zone", "zone", { name: "shop.internal", vpcs: [{ vpcId: "vpc-2" }] });
      create("aws:route53/zone:Zone", "public", { name: "shop.internal" });
      create(namespace, "namespace", { name: "shop.internal", vpc: "vpc-1" });
    },
  },
  {
    rule: "private-namespace-in-vpc",
    refused: two(namespace, { name: "shop.internal", vpc: "vpc-1" }, {}, {}),
    message: noNamespace,
    accepted: two(namespace, { name: "shop.internal" }, { vpc: "vpc-1" }, { vpc: "vpc-2" }),
  },
];
