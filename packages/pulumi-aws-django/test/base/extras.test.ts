import { expect, test } from "vitest";
import { recordBase } from "../support/recordBase.ts";

const RECORD = "aws:route53/record:Record";

test("mail: an identity with the records that prove it", async () => {
  const recording = await recordBase({ mail: { enabled: true } });
  const zoneId = "Z0123456789ABCDEFGHIJ";
  expect(recording.one("aws:sesv2/emailIdentity:EmailIdentity").inputs).toEqual({
    emailIdentity: "example.com",
  });
  expect(
    recording.one("aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes").inputs,
  ).toEqual({
    emailIdentity: "example.com",
    mailFromDomain: "mail.example.com",
    behaviorOnMxFailure: "USE_DEFAULT_VALUE",
  });
  for (const key of [1, 2, 3]) {
    expect(recording.one(RECORD, `base-mail-dkim-${key}`).inputs).toEqual({
      zoneId,
      name: `dkim${key}._domainkey.example.com`,
      type: "CNAME",
      records: [`dkim${key}.dkim.amazonses.com`],
      ttl: 300,
    });
  }
  expect(recording.one(RECORD, "base-mail-from-mx").inputs).toEqual({
    zoneId,
    name: "mail.example.com",
    type: "MX",
    records: ["10 feedback-smtp.us-east-1.amazonses.com"],
    ttl: 300,
  });
  expect(recording.one(RECORD, "base-mail-from-spf").inputs).toEqual({
    zoneId,
    name: "mail.example.com",
    type: "TXT",
    records: ["v=spf1 include:amazonses.com ~all"],
    ttl: 300,
  });
  expect(recording.result.contract.mail).toEqual({
    identityArn: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    domainName: "example.com",
  });
});

test("mail from another domain and another label", async () => {
  const recording = await recordBase({
    mail: { enabled: true, domainName: "post.example.com", mailFromLabel: "bounce" },
  });
  expect(recording.one("aws:sesv2/emailIdentity:EmailIdentity").inputs.emailIdentity).toBe(
    "post.example.com",
  );
  expect(recording.one(RECORD, "base-mail-from-mx").inputs.name).toBe("bounce.post.example.com");
});

test("mail in a region with a DKIM domain of its own", async () => {
  const region = "eu-south-1";
  const recording = await recordBase(
    { mail: { enabled: true } },
    { calls: { "aws:index/getRegion:getRegion": () => ({ region }) } },
  );
  expect(recording.one(RECORD, "base-mail-dkim-1").inputs.records).toEqual([
    "dkim1.dkim.eu-south-1.amazonses.com",
  ]);
  expect(recording.one(RECORD, "base-mail-from-mx").inputs.records).toEqual([
    "10 feedback-smtp.eu-south-1.amazonses.com",
  ]);
});

test("service discovery: a namespace in the VPC", async () => {
  const recording = await recordBase({ serviceDiscovery: { enabled: true } });
  expect(recording.one("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").inputs).toEqual({
    name: "base.internal",
    description: "Services of the apps on base",
    vpc: "vpc-base",
  });
  expect(recording.result.contract.serviceDiscovery).toEqual({
    namespaceId: "base-id",
    namespaceName: "base.internal",
  });
  const other = await recordBase({ serviceDiscovery: { enabled: true, namespaceName: "apps.local" } });
  expect(other.result.contract.serviceDiscovery?.namespaceName).toBe("apps.local");
});

test("neither unless asked for", async () => {
  const recording = await recordBase();
  expect(recording.all.filter(({ type }) => /^aws:(sesv2|servicediscovery)/.test(type))).toEqual([]);
  expect(recording.of(RECORD).map(({ name }) => name)).toEqual(["base-certificate"]);
  expect(recording.result.contract).not.toHaveProperty("mail");
  expect(recording.result.contract).not.toHaveProperty("serviceDiscovery");
});
