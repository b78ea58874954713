import type { BaseContract } from "../../contracts/baseContract.ts";
import { isCertificateArn } from "../../shared/certificateArn.ts";
import { checkDomainName, isCovered, isDomainName, isWithin } from "../../shared/domains.ts";
import { checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { DjangoAppArgs } from "../args.ts";
import { MAX_VALUES_PER_RULE } from "../plan/priorities.ts";
import type { AppSettings } from "../plan/processes.ts";

/** The host names of the app, by themselves. */
export function checkHostNames({
  hostName,
  redirectedHostNames = [],
  certificateArn,
}: AppSettings): Problem[] {
  return [
    ...checkHostName("hostName", hostName, "alpha.example.com"),
    ...redirectedHostNames.flatMap((name, i) => checkRedirected(name, i, redirectedHostNames, hostName)),
    ...(redirectedHostNames.length > MAX_VALUES_PER_RULE
      ? [
          {
            path: "redirectedHostNames",
            reason: `has ${redirectedHostNames.length} names, and a rule of the load balancer takes ${MAX_VALUES_PER_RULE}. Take out the others.`,
          },
        ]
      : []),
    ...checkValue(
      "certificateArn",
      certificateArn,
      (arn) => isCertificateArn(arn),
      'Write the ARN of an ACM certificate: "arn:aws:acm:<region>:<account>:certificate/<id>".',
    ),
  ];
}

function checkHostName(path: string, name: AppSettings["hostName"], example: string): Problem[] {
  const remedy = "Write a host name in small letters, without scheme, path or port";
  return [...checkDomainName(path, name, remedy, example), ...checkValue(path, name, fitsRule, TOO_LONG)];
}

function checkRedirected(
  name: string,
  i: number,
  all: readonly string[],
  hostName: AppSettings["hostName"],
): Problem[] {
  const path = `redirectedHostNames[${i}]`;
  const own = checkHostName(path, name, "www.example.com");
  if (own.length > 0) return own;
  if (name === plainValue(hostName))
    return [wrongValue(path, name, "The app answers on it (hostName). Take it out.")];
  return all.indexOf(name) < i ? [wrongValue(path, name, "It is there twice. Take one out.")] : [];
}

/** Whether a condition of a listener rule takes it. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions */
function fitsRule(hostName: string): boolean {
  return hostName.length <= 128;
}

const TOO_LONG = "A load balancer takes at most 128 characters. Write a shorter one.";

type Args = Partial<DjangoAppArgs>;

/** The names of the app, that which it has without a setting too, where its base can't serve them. */
export function checkNamesOnBase(environment: string, args: Args, base: BaseContract): Problem[] {
  const domain = plainValue(base.domainName);
  if (domain === undefined) return [];
  const { redirectedHostNames = [] } = args;
  const name = args.hostName === undefined ? `${environment}.${domain}` : plainValue(args.hostName);
  return [
    ...(name === undefined ? [] : checkName("hostName", name, domain, args, base)),
    ...redirectedHostNames.flatMap((name, i) =>
      checkName(`redirectedHostNames[${i}]`, name, domain, args, base),
    ),
    ...(args.hostName === undefined && name !== undefined && redirectedHostNames.includes(name)
      ? [
          wrongValue(
            `redirectedHostNames[${redirectedHostNames.indexOf(name)}]`,
            name,
            "The app answers on it: hostName isn't set. Write another hostName, or take it out here.",
          ),
        ]
      : []),
    ...checkRegion(args, base),
    ...checkDns(name, domain, args, base),
  ];
}

function checkName(
  path: string,
  name: string,
  domain: string,
  args: Args,
  { zoneId, assets }: BaseContract,
): Problem[] {
  if (!isDomainName(name)) return [];
  // What is wrong with a written name by itself was reported before.
  if (!fitsRule(name))
    return path === "hostName" && args.hostName === undefined ? [wrongValue(path, name, TOO_LONG)] : [];
  // If the base was given a certificate, it isn't known which names that covers.
  if (zoneId !== undefined && args.certificateArn === undefined && !isCovered(name, domain)) {
    const remedy = `The base's certificate covers ${domain} and its direct subdomains, and no other name. Write one of these, for example "${name.split(".")[0]}.${domain}"; or give the app a certificateArn for this name.`;
    return [wrongValue(path, name, remedy)];
  }
  if (name === plainValue(assets.cdnHostName))
    return [wrongValue(path, name, "The base serves files on it (`assets.cdn.domainName`). Write another.")];
  return [];
}

/** Records in the base's zone that are asked for, and can't be made there. */
function checkDns(
  name: string | undefined,
  domain: string,
  { dns }: Args,
  { zoneId }: BaseContract,
): Problem[] {
  if (dns !== true || zoneId === undefined || name === undefined || isWithin(name, domain)) return [];
  const reason = `is true, and ${name} isn't in the zone of the base, ${domain}. Take it out, and make the record where that name's domain is.`;
  return [{ path: "dns", reason }];
}

/** A load balancer takes certificates of its own region only. */
function checkRegion(args: Args, base: BaseContract): Problem[] {
  const arn = plainValue(args.certificateArn);
  const region = plainValue(base.region);
  if (arn === undefined || region === undefined || !isCertificateArn(arn) || isCertificateArn(arn, region))
    return [];
  return [
    wrongValue("certificateArn", arn, `The load balancer is in ${region}. Write a certificate of ${region}.`),
  ];
}
