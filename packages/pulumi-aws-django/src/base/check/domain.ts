import { isCertificateArn } from "../../shared/certificateArn.ts";
import { checkDomainName } from "../../shared/domains.ts";
import { checkValue, type Problem } from "../../shared/errors.ts";
import type { DjangoBaseArgs } from "../args.ts";
import { checkTrial } from "./trial.ts";

/** Where apps answer: at a domain with its zone or its certificate, or in a trial on the load balancer's own name. */
export function checkDomain(args: DjangoBaseArgs): Problem[] {
  return args.trial === undefined ? checkOwnDomain(args) : checkTrial(args.trial, args);
}

function checkOwnDomain({ domainName, zoneId, certificateArn }: DjangoBaseArgs): Problem[] {
  const problems: Problem[] = [];
  if (domainName === undefined) {
    const reason =
      'is missing. Write the domain of the base, for example "example.com"; or, without one, `trial: { app: "alpha" }`, for HTTP on the load balancer\'s own name.';
    problems.push({ path: "domainName", reason });
  }
  problems.push(
    ...checkDomainName(
      "domainName",
      domainName,
      "Write a domain in small letters, without scheme, wildcard or dot at the end",
      "example.com",
    ),
  );
  if (zoneId === undefined && certificateArn === undefined) {
    const reason =
      "is missing. Write the Route 53 zone of the domain, in which a certificate is made and validated; or write certificateArn, the ARN of a certificate that you have.";
    problems.push({ path: "zoneId", reason });
  }
  if (zoneId !== undefined && certificateArn !== undefined) {
    const reason =
      "is given together with zoneId. Take out certificateArn to have a certificate made in the zone, or zoneId to use the one you have.";
    problems.push({ path: "certificateArn", reason });
  }
  problems.push(
    ...checkValue(
      "zoneId",
      zoneId,
      (id) => /^Z[A-Z0-9]{1,31}$/.test(id),
      'Write the id of the zone as Route 53 lists it, for example "Z0123456789ABCDEFGHIJ", without "/hostedzone/".',
    ),
    ...checkValue(
      "certificateArn",
      certificateArn,
      (arn) => isCertificateArn(arn),
      'Write the ARN of an ACM certificate: "arn:aws:acm:<region>:<account>:certificate/<id>".',
    ),
  );
  if (zoneId !== undefined) {
    // https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
    problems.push(
      ...checkValue(
        "domainName",
        domainName,
        (domain) => domain.length <= 64,
        "ACM makes certificates for domains of at most 64 characters. Write a shorter one.",
      ),
    );
  }
  return problems;
}
