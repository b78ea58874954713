import { checkDomainName, checkWithin, isDnsLabel, isWithin } from "../../shared/domains.ts";
import { checkChoice, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { type DjangoBaseArgs, Durability, type MailArgs, type ServiceDiscoveryArgs } from "../args.ts";
import { checkParts, has } from "../parts.ts";
import { checkAssets } from "./assets.ts";
import { checkCache, checkDatabase } from "./data.ts";
import { checkDomain } from "./domain.ts";
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

function checkMail(mail: MailArgs, { zoneId, domainName, trial }: DjangoBaseArgs): Problem[] {
  const problems: Problem[] = [];
  // What a trial can't have is said with the rest of it.
  if (zoneId === undefined && trial === undefined) {
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
