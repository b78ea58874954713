/** The account and region that recorded programs run in. */
export const ACCOUNT_ID = "111122223333";
export const REGION = "us-east-1";

type Values = Record<string, unknown>;

/** What AWS would add to the inputs of a resource: the computed properties that the components read. */
const computed: Record<string, (name: string, inputs: Values) => Values> = {
  "aws:acm/certificate:Certificate": (_, inputs) => ({
    domainValidationOptions: [inputs.domainName, ...((inputs.subjectAlternativeNames as string[]) ?? [])].map(
      (domainName) => ({
        domainName,
        resourceRecordName: `_validate.${String(domainName).replace(/^\*\./, "")}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_proof.acm-validations.aws.",
      }),
    ),
  }),
  "aws:acm/certificateValidation:CertificateValidation": (_, inputs) => ({
    certificateArn: inputs.certificateArn,
  }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    domainName: `${name}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
  "aws:cloudwatch/logGroup:LogGroup": (name, inputs) => ({
    arn: `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${inputs.name ?? name}`,
  }),
  "aws:ec2/eip:Eip": (name) => ({ allocationId: `${name}-id` }),
  "aws:ec2/securityGroup:SecurityGroup": (name) => ({ id: `sg-${name}` }),
  "aws:elasticache/replicationGroup:ReplicationGroup": (name, inputs) => ({
    primaryEndpointAddress: `master.${name}.cache.amazonaws.com`,
    readerEndpointAddress: `replica.${name}.cache.amazonaws.com`,
    replicationGroupId: inputs.replicationGroupId ?? name,
    port: inputs.port ?? 6379,
  }),
  "aws:iam/role:Role": (name) => ({ arn: `arn:aws:iam::${ACCOUNT_ID}:role/${name}` }),
  "aws:lb/loadBalancer:LoadBalancer": (name) => ({
    arn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT_ID}:loadbalancer/app/${name}/0123456789abcdef`,
    arnSuffix: `app/${name}/0123456789abcdef`,
    dnsName: `${name}.${REGION}.elb.amazonaws.com`,
    zoneId: "Z35SXDOTRQ7X7K",
  }),
  "aws:lb/targetGroup:TargetGroup": (name) => ({ arnSuffix: `targetgroup/${name}/0123456789abcdef` }),
  "aws:rds/instance:Instance": (name, inputs) => ({
    address: `${name}.rds.amazonaws.com`,
    endpoint: `${name}.rds.amazonaws.com:5432`,
    identifier: inputs.identifier ?? name,
    port: inputs.port ?? 5432,
  }),
  "aws:route53/record:Record": (_, inputs) => ({ fqdn: inputs.name }),
  "aws:s3/bucket:Bucket": (name) => ({
    arn: `arn:aws:s3:::${name}`,
    bucket: name,
    bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
    id: name,
  }),
  "aws:secretsmanager/secretVersion:SecretVersion": (_, inputs) => ({ secretArn: inputs.secretId }),
  "aws:ses/domainIdentity:DomainIdentity": (_, inputs) => ({
    verificationToken: "verification",
    domain: inputs.domain,
  }),
  "aws:sesv2/emailIdentity:EmailIdentity": (_, inputs) => ({
    arn: `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/${inputs.emailIdentity}`,
    dkimSigningAttributes: { tokens: ["dkim1", "dkim2", "dkim3"] },
    id: inputs.emailIdentity,
  }),
  "awsx:ec2:Vpc": (name) => ({
    vpcId: `vpc-${name}`,
    publicSubnetIds: ["subnet-public-1", "subnet-public-2"],
    privateSubnetIds: ["subnet-private-1", "subnet-private-2"],
    isolatedSubnetIds: ["subnet-data-1", "subnet-data-2"],
    internetGateway: { id: "igw-1" },
    routeTables: ["1", "2"].flatMap((zone) =>
      ["Public", "Private", "Isolated"].map((type) => ({
        id: `rtb-${type.toLowerCase()}-${zone}`,
        tags: { SubnetType: type },
      })),
    ),
  }),
  "random:index/randomId:RandomId": () => ({ hex: "0f1e2d3c" }),
  "random:index/randomPassword:RandomPassword": (name) => ({ result: `generated-${name}` }),
  "random:index/randomString:RandomString": () => ({ result: "abcd1234" }),
};

/** The outputs of a resource: its inputs, an ARN that looks like AWS's, and what AWS computes. */
export function answerResource(type: string, name: string, inputs: Values): Values & { id: string } {
  const [provider, module] = type.split(":");
  const service = module?.split("/")[0] ?? "";
  const arn = provider === "aws" ? { arn: `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${name}` } : {};
  return { id: `${name}-id`, name, ...arn, ...inputs, ...computed[type]?.(name, inputs) };
}

/** What AWS answers to a question of the program. */
const calls: Record<string, (inputs: Values) => Values> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: ACCOUNT_ID,
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/tester`,
    id: ACCOUNT_ID,
    userId: "AIDATESTER",
  }),
  "aws:index/getRegion:getRegion": () => ({
    region: REGION,
    name: REGION,
    id: REGION,
    endpoint: "",
    description: "",
  }),
  "aws:index/getPartition:getPartition": () => ({
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    id: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
  // A base that is recorded has no server yet.
  "aws:rds/getInstance:getInstance": () => {
    throw new Error("reading RDS DB Instance: couldn't find resource");
  },
};

/** The answer to an invoke; undefined where nobody has thought of one. */
export function answerCall(token: string, inputs: Values): Values | undefined {
  return calls[token]?.(inputs);
}
