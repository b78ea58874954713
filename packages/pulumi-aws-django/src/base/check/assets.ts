import { checkDomainName, checkWithin } from "../../shared/domains.ts";
import { checkChoice, checkInteger, checkValue, type Problem } from "../../shared/errors.ts";
import { type AssetsArgs, CdnPriceClass, type DjangoBaseArgs } from "../args.ts";
import { isCertificateArn } from "./formats.ts";

/** Settings of the CloudFront distribution. */
const OF_CDN = ["publicPaths", "cdnPriceClass", "cdnDomainName", "cdnCertificateArn"] as const;

/** The domain of the base, and the zone that records are made in where it has one. */
type Domain = Pick<DjangoBaseArgs, "domainName" | "zoneId">;

export function checkAssets(path: string, args: AssetsArgs, domain: Domain): Problem[] {
  const withoutCdn = OF_CDN.filter((key) => args.cdn === false && args[key] !== undefined).map((key) => ({
    path: `${path}.${key}`,
    reason: "is a setting of the CloudFront distribution, which cdn turns off. Take one of them out.",
  }));
  return [
    ...withoutCdn,
    ...checkCdnDomain(path, args, domain),
    ...checkValue(
      `${path}.publicPaths`,
      args.publicPaths,
      (list) => list.length > 0,
      'Write at least one pattern of keys, for example "*/media/*"; or set cdn to false.',
    ),
    ...(args.publicPaths ?? []).flatMap((pattern, index) =>
      checkValue(
        `${path}.publicPaths[${index}]`,
        pattern,
        (text) => /^[^/\s][^\s]*$/.test(text),
        'Write a pattern of keys, which don\'t begin with a slash, for example "*/media/*".',
      ),
    ),
    ...checkChoice(`${path}.cdnPriceClass`, args.cdnPriceClass, CdnPriceClass),
    ...(args.corsOrigins ?? []).flatMap((origin, index) =>
      checkValue(
        `${path}.corsOrigins[${index}]`,
        origin,
        (text) => text === "*" || /^https?:\/\/[A-Za-z0-9.*-]+(:\d+)?$/.test(text),
        'Write an origin without path, for example "https://example.com", or "*" for all.',
      ),
    ),
    ...checkInteger(`${path}.oldVersionRetentionDays`, args.oldVersionRetentionDays, 1, 36500),
  ];
}

function checkCdnDomain(
  path: string,
  { cdnDomainName, cdnCertificateArn }: AssetsArgs,
  { domainName, zoneId }: Domain,
): Problem[] {
  const problems = [
    ...checkDomainName(
      `${path}.cdnDomainName`,
      cdnDomainName,
      "Write a host name in small letters",
      "assets.example.com",
    ),
    ...(zoneId === undefined ? [] : checkWithin(`${path}.cdnDomainName`, cdnDomainName, domainName)),
    ...checkValue(
      `${path}.cdnCertificateArn`,
      cdnCertificateArn,
      (arn) => isCertificateArn(arn, "us-east-1"),
      'CloudFront takes ACM certificates of us-east-1 only: "arn:aws:acm:us-east-1:<account>:certificate/<id>".',
    ),
  ];
  if (cdnDomainName !== undefined && cdnCertificateArn === undefined) {
    const reason = "is missing. cdnDomainName needs the ARN of a certificate of us-east-1 for that name.";
    problems.push({ path: `${path}.cdnCertificateArn`, reason });
  }
  if (cdnDomainName === undefined && cdnCertificateArn !== undefined) {
    const reason = "is missing. Write the host name that cdnCertificateArn is for, or take that out.";
    problems.push({ path: `${path}.cdnDomainName`, reason });
  }
  return problems;
}
