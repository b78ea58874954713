import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MailArgs } from "./args.ts";
import type { Zone } from "./certificate.ts";
import type { BaseContext } from "./context.ts";

/** SES signs with three keys in turn. https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html */
const DKIM_KEYS = 3;

/** Regions in which the keys are found under the region's own name. https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_dkim_domains */
const OWN_DKIM_DOMAIN = [
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
  "us-gov-east-1",
];

export interface Mail {
  identityArn: pulumi.Output<string>;
  domainName: pulumi.Output<string>;
}

/** A domain that SES sends for, with the records that prove it: DKIM for signatures, MAIL FROM for bounces and SPF. */
export function makeMail(args: MailArgs, zone: Zone, { base, region, opts }: BaseContext): Mail {
  const name = `${base}-mail`;
  const { zoneId } = zone;
  const domainName = pulumi.output(args.domainName ?? zone.domainName);
  const identity = new aws.sesv2.EmailIdentity(name, { emailIdentity: domainName }, opts);
  const record = (
    part: string,
    type: string,
    recordName: pulumi.Input<string>,
    value: pulumi.Input<string>,
  ) =>
    new aws.route53.Record(
      `${name}-${part}`,
      { zoneId, name: recordName, type, records: [value], ttl: 300 },
      opts,
    );

  const dkimDomain = region.apply((name) => (OWN_DKIM_DOMAIN.includes(name) ? `dkim.${name}` : "dkim"));
  for (let key = 0; key < DKIM_KEYS; key++) {
    const token = identity.dkimSigningAttributes.apply(({ tokens }) => tokens?.[key] ?? "");
    record(
      `dkim-${key + 1}`,
      "CNAME",
      pulumi.interpolate`${token}._domainkey.${domainName}`,
      pulumi.interpolate`${token}.${dkimDomain}.amazonses.com`,
    );
  }

  // https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
  const mailFromDomain = pulumi.interpolate`${args.mailFromLabel ?? "mail"}.${domainName}`;
  const mailFrom = new aws.sesv2.EmailIdentityMailFromAttributes(
    name,
    { emailIdentity: identity.emailIdentity, mailFromDomain, behaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    opts,
  );
  const bounces = mailFrom.mailFromDomain.apply((domain) => domain ?? "");
  record("from-mx", "MX", bounces, pulumi.interpolate`10 feedback-smtp.${region}.amazonses.com`);
  record("from-spf", "TXT", bounces, "v=spf1 include:amazonses.com ~all");
  return { identityArn: identity.arn, domainName };
}
