import { describe, expect, test } from "vitest";
import { checkWebAclRegion } from "../../src/base/check/network.ts";
import { recordBase } from "../support/recordBase.ts";

const ALB = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const ALB_ARN =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/base-alb/0123456789abcdef";

test("the load balancer as it is by default", async () => {
  const recording = await recordBase();
  expect(recording.one(ALB)).toMatchObject({
    name: "base-alb",
    parent: "base",
    // Only what it needs: no waiting for the database or the certificate.
    dependsOn: [
      "Bucket base-alb-logs",
      "BucketPolicy base-alb-logs",
      "InternetGateway base",
      "SecurityGroup base-alb",
      "Vpc base",
    ],
  });
  expect(recording.one(ALB).inputs).toEqual({
    loadBalancerType: "application",
    internal: false,
    ipAddressType: "ipv4",
    subnets: ["subnet-public-1", "subnet-public-2"],
    securityGroups: ["sg-base-alb"],
    idleTimeout: 65,
    dropInvalidHeaderFields: true,
    enableDeletionProtection: true,
    accessLogs: { bucket: "base-alb-logs", enabled: true },
  });
  expect(recording.result.loadBalancerDnsName).toBe("base-alb.us-east-1.elb.amazonaws.com");
  expect(recording.result.contract.loadBalancer).toEqual({
    arn: ALB_ARN,
    arnSuffix: "app/base-alb/0123456789abcdef",
    dnsName: "base-alb.us-east-1.elb.amazonaws.com",
    zoneId: "Z35SXDOTRQ7X7K",
    listenerArn: "arn:aws:lb:us-east-1:111122223333:base-alb-https",
    idleTimeout: 65,
    ipv6: false,
    targetPorts: [8000, 3000],
  });
});

test("HTTP is redirected for good, HTTPS without a rule of an app is a 404", async () => {
  const recording = await recordBase();
  expect(recording.one(LISTENER, "base-alb-http").inputs).toEqual({
    loadBalancerArn: ALB_ARN,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ],
  });
  expect(recording.one(LISTENER, "base-alb-https").inputs).toEqual({
    loadBalancerArn: ALB_ARN,
    port: 443,
    protocol: "HTTPS",
    certificateArn: "arn:aws:acm:us-east-1:111122223333:base",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    defaultActions: [
      {
        type: "fixed-response",
        fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
      },
    ],
  });
});

test("settings", async () => {
  const recording = await recordBase({
    loadBalancer: {
      idleTimeoutSeconds: 120,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
      deletionProtection: false,
      accessLogs: { enabled: false },
    },
  });
  expect(recording.one(ALB).inputs).toMatchObject({ idleTimeout: 120, enableDeletionProtection: false });
  expect(recording.one(ALB).inputs).not.toHaveProperty("accessLogs");
  expect(recording.one(LISTENER, "base-alb-https").inputs.sslPolicy).toBe(
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
  );
  expect(recording.result.contract.loadBalancer.idleTimeout).toBe(120);
  expect(recording.of("aws:s3/bucket:Bucket").map(({ name }) => name)).toEqual(["base-assets"]);
});

test("only the load balancers of the account may write access logs, and TLS is needed for all else", async () => {
  const recording = await recordBase({ loadBalancer: { accessLogs: { retentionDays: 30 } } });
  const { policy } = recording.one("aws:s3/bucketPolicy:BucketPolicy", "base-alb-logs").inputs;
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::base-alb-logs", "arn:aws:s3:::base-alb-logs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "AllowLogDelivery",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::base-alb-logs/AWSLogs/111122223333/*",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/*" },
        },
      },
    ],
  });
  expect(
    recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "base-alb-logs").inputs,
  ).toEqual({
    bucket: "base-alb-logs",
    rules: [{ id: "expire", status: "Enabled", filter: {}, expiration: { days: 30 } }],
  });
});

describe("certificate", () => {
  test("a zone: a certificate for the domain and its subdomains, proven by one record", async () => {
    const recording = await recordBase();
    expect(recording.one("aws:acm/certificate:Certificate").inputs).toEqual({
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com"],
      validationMethod: "DNS",
    });
    expect(recording.one("aws:route53/record:Record").inputs).toEqual({
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: "_validate.example.com.",
      type: "CNAME",
      records: ["_proof.acm-validations.aws."],
      ttl: 300,
      allowOverwrite: true,
    });
    expect(recording.one("aws:acm/certificateValidation:CertificateValidation").inputs).toEqual({
      certificateArn: "arn:aws:acm:us-east-1:111122223333:base",
      validationRecordFqdns: ["_validate.example.com."],
    });
    expect(recording.one(LISTENER, "base-alb-https").dependsOn).toContain("CertificateValidation base");
    expect(recording.result.contract.zoneId).toBe("Z0123456789ABCDEFGHIJ");
  });

  test("a certificate of one's own: no zone, no records", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1234";
    const recording = await recordBase({ zoneId: undefined, certificateArn });
    expect(recording.one(LISTENER, "base-alb-https").inputs.certificateArn).toBe(certificateArn);
    expect(recording.all.filter(({ type }) => /^aws:(acm|route53)/.test(type))).toEqual([]);
    expect(recording.result.contract).not.toHaveProperty("zoneId");
    expect(recording.result.domainName).toBe("example.com");
  });
});

describe("a web ACL", () => {
  const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
  const webAclArn = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/apps/0f1e2d3c-4b5a";

  test("is put before the load balancer, after the former one is gone", async () => {
    const recording = await recordBase({ loadBalancer: { webAclArn } });
    const association = recording.one(ASSOCIATION);
    expect(association).toMatchObject({ name: "base-alb", parent: "base", deleteBeforeReplace: true });
    expect(association.inputs).toEqual({ resourceArn: ALB_ARN, webAclArn });
    expect((await recordBase()).of(ASSOCIATION)).toEqual([]);
  });

  test("of another region is refused", () => {
    const path = "loadBalancer.webAclArn";
    expect(checkWebAclRegion(path, webAclArn, "us-east-1")).toEqual([]);
    expect(checkWebAclRegion(path, webAclArn, "eu-central-1")).toEqual([
      {
        path,
        reason: `is "${webAclArn}". The load balancer is in eu-central-1 and takes web ACLs of that region only: "arn:aws:wafv2:eu-central-1:<account>:regional/webacl/<name>/<id>".`,
      },
    ]);
  });
});
