import { isCertificateArn } from "../../shared/certificateArn.ts";
import { checkDomainName, checkWithin, isDnsLabel, isWithin } from "../../shared/domains.ts";
import { checkChoice, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { type DjangoBaseArgs, Durability, type MailArgs, type ServiceDiscoveryArgs } from "../args.ts";
import { checkParts, has } from "../parts.ts";
import { checkAssets } from "./assets.ts";
import { checkCache, checkDatabase } from "./data.ts";
import { checkKey } from "./key.ts";
import { checkLoadBalancer, checkNetwork } from "./network.ts";

/** Everything that is wrong with the arguments of a DjangoBase, at once. Values that are outputs aren't known yet and pass. */
export function checkDjangoBaseArgs(args: DjangoBaseArgs): Problem[] {
  return [
    ...checkDomain(args),
    ...checkKey(args.kmsKeyArn),
    ...checkNetwork("network", args.network ?? {}),
    ...checkLoadBalancer("loadBalancer", args.loadBalancer ?? {}, args.network?.ipv6 ?? false),
    ...checkDatabase("database", args.database ?? {}),
    ...checkCache("cache", args.cache ?? {}),
    ...checkAssets("assets", args.assets ?? {}, args),
    ...(has("mail", args) ? checkMail(args.mail ?? {}, args) : []),
    ...(has("serviceDiscovery", args)
      ? checkServiceDiscovery(args.serviceDiscovery ?? {}, args.domainName)
      : []),
    ...checkParts(args),
    ...checkChoice("durability", args.durability, Durability),
  ];
}

/** What is wrong with the name of a base, which the names of everything in it begin with. */
export function checkBaseName(name: string): Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 100) {
    const remedy =
      "Write up to 100 small letters, digits and single hyphens, beginning with a letter and ending with a letter or digit: AWS takes nothing else in the names of databases and buckets.";
    problems.push(wrongValue("name", name, remedy));
  }
  if (/^(internal|sthree|amzn-s3-demo)(-|$)/.test(name)) {
    problems.push(wrongValue("name", name, "AWS reserves names that begin like this. Write another."));
  }
  return problems;
}

function checkDomain(args: DjangoBaseArgs): Problem[] {
  const { domainName, zoneId, certificateArn } = args;
  const problems: Problem[] = [];
  if (domainName === undefined) {
    problems.push({
      path: "domainName",
      reason: 'is missing. Write the domain of the base, for example "example.com".',
    });
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

function checkMail(mail: MailArgs, { zoneId, domainName }: DjangoBaseArgs): Problem[] {
  const problems: Problem[] = [];
  if (zoneId === undefined) {
    const reason =
      "needs zoneId: SES accepts a domain only if it finds its records. Write zoneId, or `mail.enabled: false`.";
    problems.push({ path: "mail.enabled", reason });
  }
  problems.push(
    ...checkDomainName("mail.domainName", mail.domainName, "Write a domain", "example.com"),
    ...(zoneId === undefined ? [] : checkWithin("mail.domainName", mail.domainName, domainName)),
    ...checkValue(
      "mail.mailFromLabel",
      mail.mailFromLabel,
      isDnsLabel,
      'Write one label, without dots, in small letters, digits and hyphens: "mail".',
    ),
  );
  return problems;
}

function checkServiceDiscovery(
  { namespaceName }: ServiceDiscoveryArgs,
  domainName: DjangoBaseArgs["domainName"],
): Problem[] {
  return [
    ...checkDomainName(
      "serviceDiscovery.namespaceName",
      namespaceName,
      "Write a name of two labels or more in small letters",
      "base.internal",
    ),
    ...checkValue(
      "serviceDiscovery.namespaceName",
      namespaceName,
      (name) => !isWithin(plainValue(domainName) ?? "", name),
      "Inside the VPC it would hide the records of your domain. Write another name.",
    ),
  ];
}
