import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BaseContext } from "./context.ts";

/** A domain whose records can be written. */
export interface Zone {
  domainName: pulumi.Input<string>;
  zoneId: pulumi.Input<string>;
}

/** ARN of a certificate for the domain and its direct subdomains, known once ACM has found the proof in the zone. */
export function makeCertificate(
  { domainName, zoneId }: Zone,
  { base: name, opts }: BaseContext,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    name,
    {
      domainName,
      subjectAlternativeNames: [pulumi.interpolate`*.${domainName}`],
      validationMethod: "DNS",
    },
    opts,
  );
  // A domain and its wildcard are proven by one and the same record, the same for every certificate of the account.
  const proof = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined) throw new Error("ACM named no record that proves the domain");
    return option;
  });
  const record = new aws.route53.Record(
    `${name}-certificate`,
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    },
    opts,
  );
  const validation = new aws.acm.CertificateValidation(
    name,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    opts,
  );
  return validation.certificateArn;
}
