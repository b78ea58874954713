import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

/** What an account may have already and settings can point at: a network, certificates, a topic, a secret, a policy. */
export async function platform() {
  const vpc = new awsx.ec2.Vpc("platform", {
    cidrBlock: "10.9.0.0/16",
    numberOfAvailabilityZones: 2,
    natGateways: { strategy: "None" },
    subnetStrategy: "Auto",
    subnetSpecs: [
      { type: "Public", name: "public", cidrBlocks: ["10.9.0.0/19", "10.9.32.0/19"] },
      { type: "Private", name: "private", cidrBlocks: ["10.9.64.0/19", "10.9.96.0/19"] },
      { type: "Isolated", name: "isolated", cidrBlocks: ["10.9.128.0/19", "10.9.160.0/19"] },
    ],
    enableDnsHostnames: true,
  });
  const nat = new aws.ec2.NatGateway("platform", {
    subnetId: vpc.publicSubnetIds.apply((ids) => ids[0] ?? ""),
    allocationId: new aws.ec2.Eip("platform", { domain: "vpc" }).allocationId,
  });
  for (const zone of [0, 1])
    new aws.ec2.Route(`platform-private-${zone + 1}`, {
      routeTableId: vpc.routeTables.apply((tables) =>
        pulumi.output(tables.filter((_, index) => index % 3 === 1)[zone]?.id ?? ""),
      ),
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
  const certificate = (name: string, domainName: string, region: string) => {
    const { arn } = new aws.acm.Certificate(name, {
      domainName,
      subjectAlternativeNames: [`*.${domainName}`],
      validationMethod: "DNS",
      region,
    });
    return new aws.acm.CertificateValidation(name, { certificateArn: arn, region }).certificateArn;
  };
  const secret = new aws.secretsmanager.Secret("shared", { name: "shared" });
  new aws.secretsmanager.SecretVersion("shared", {
    secretId: secret.id,
    secretString: JSON.stringify({ key: "value" }),
  });
  const allow = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  return {
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    privateSubnetIds: vpc.privateSubnetIds,
    isolatedSubnetIds: vpc.isolatedSubnetIds,
    certificateArn: certificate("site", "example.com", "us-east-1"),
    assetsCertificateArn: certificate("assets", "assets.example.com", "us-east-1"),
    shopCertificateArn: certificate("shop", "shop.example.org", "us-east-1"),
    topicArn: new aws.sns.Topic("alarms", { name: "platform-alarms" }).arn,
    secretArn: secret.arn,
    boundaryArn: new aws.iam.Policy("boundary", { name: "boundary", policy: JSON.stringify(allow) }).arn,
  };
}

/** What `platform` returns, resolved. */
export type Platform = pulumi.Unwrap<Awaited<ReturnType<typeof platform>>>;
