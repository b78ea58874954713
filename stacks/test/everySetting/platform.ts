import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";

/** What an account may have already and settings can point at: a network, certificates, a topic, a secret, a policy. */
export async function platform() {
  const vpc = new awsx.ec2.Vpc("platform", {
    cidrBlock: "10.9.0.0/16",
    numberOfAvailabilityZones: 2,
    natGateways: { strategy: "Single" },
    subnetStrategy: "Auto",
    subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
    enableDnsHostnames: true,
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
    topicArn: new aws.sns.Topic("alarms", { name: "platform-alarms" }).arn,
    secretArn: secret.arn,
    boundaryArn: new aws.iam.Policy("boundary", { name: "boundary", policy: JSON.stringify(allow) }).arn,
  };
}

/** What `platform` returns, resolved. */
export type Platform = pulumi.Unwrap<Awaited<ReturnType<typeof platform>>>;
