import { isCertificateArn } from "../../shared/certificateArn.ts";
import { checkDomainName, checkWithin } from "../../shared/domains.ts";
import { checkChoice, checkInteger, checkValue, type Problem } from "../../shared/errors.ts";
import { type AssetsArgs, type CdnArgs, CdnPriceClass, type DjangoBaseArgs } from "../args.ts";
import { PRIVATE_FOLDER } from "../assets.ts";
import { has } from "../parts.ts";
import { isWebAclArn } from "./formats.ts";

/** The domain of the base, and the zone that records are made in where it has one. */
type Domain = Pick<DjangoBaseArgs, "domainName" | "zoneId">;

export function checkAssets(path: string, args: AssetsArgs, domain: Domain): Problem[] {
  return [
    ...(has("assets.cdn", { assets: args }) ? checkCdn(`${path}.cdn`, args.cdn ?? {}, domain) : []),
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

function checkCdn(path: string, args: CdnArgs, domain: Domain): Problem[] {
  return [
    ...checkCdnDomain(path, args, domain),
    ...checkValue(
      `${path}.publicPaths`,
      args.publicPaths,
      (list) => list.length > 0,
      'Write at least one pattern of keys, for example "*/media/*"; or `enabled: false`.',
    ),
    ...(args.publicPaths ?? []).flatMap((pattern, index) => [
      ...checkValue(
        `${path}.publicPaths[${index}]`,
        pattern,
        (text) => /^[^/\s][^\s]*$/.test(text),
        'Write a pattern of keys, which don\'t begin with a slash, for example "*/media/*".',
      ),
      ...checkValue(
        `${path}.publicPaths[${index}]`,
        pattern,
        (text) => !text.split("/").slice(0, -1).includes(PRIVATE_FOLDER),
        `CloudFront never reads what is in a folder "${PRIVATE_FOLDER}". Give files for everybody another one.`,
      ),
    ]),
    ...checkChoice(`${path}.priceClass`, args.priceClass, CdnPriceClass),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
    ...checkValue(
      `${path}.webAclArn`,
      args.webAclArn,
      (arn) => isWebAclArn(arn, "us-east-1", "global"),
      'CloudFront takes web ACLs of its own scope only, which are in us-east-1: "arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>".',
    ),
  ];
}

function checkCdnDomain(path: string, { domainName, certificateArn }: CdnArgs, base: Domain): Problem[] {
  const problems = [
    ...checkDomainName(
      `${path}.domainName`,
      domainName,
      "Write a host name in small letters",
      "assets.example.com",
    ),
    ...(base.zoneId === undefined ? [] : checkWithin(`${path}.domainName`, domainName, base.domainName)),
    ...checkValue(
      `${path}.certificateArn`,
      certificateArn,
      (arn) => isCertificateArn(arn, "us-east-1"),
      'CloudFront takes ACM certificates of us-east-1 only: "arn:aws:acm:us-east-1:<account>:certificate/<id>".',
    ),
  ];
  if (domainName !== undefined && certificateArn === undefined) {
    const reason =
      "is missing. The domainName beside it needs the ARN of a certificate of us-east-1 for that name.";
    problems.push({ path: `${path}.certificateArn`, reason });
  }
  if (domainName === undefined && certificateArn !== undefined) {
    const reason =
      "is missing. Write the host name that the certificateArn beside it is for, or take that out.";
    problems.push({ path: `${path}.domainName`, reason });
  }
  return problems;
}
