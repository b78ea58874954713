import { fits } from "../../iam/patterns.ts";
import type { Finding, StandingRule } from "../../rules/standingRule.ts";
import { certificateOf, covers, missingProofs, namesOf } from "../../world/certificates.ts";
import { dnsName } from "../../world/dnsNames.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { World, WorldResource } from "../../world/world.ts";

/** The names that a listener has certificates for; undefined if it has one whose names the world does not know. */
function servedNames(world: World, listener: WorldResource): string[] | undefined {
  const arns = [
    text(listener.state.certificateArn),
    ...world
      .resources("aws:lb/listenerCertificate:ListenerCertificate")
      .filter(({ state }) => state.listenerArn === listener.id)
      .map(({ state }) => text(state.certificateArn)),
  ];
  const certificates = arns.map((arn) => certificateOf(world, arn));
  const names = certificates.map((certificate) => (certificate ? namesOf(certificate) : []));
  return names.some((some) => some.length === 0) ? undefined : names.flat();
}

/** The hosts that a rule of a listener is for. */
const hostsOf = (rule: WorldResource): string[] =>
  records(rule.state.conditions).flatMap(({ hostHeader }) => texts(record(hostHeader).values));

/** Whether one of the names is for a host, or for one that matches if the host is a pattern. */
const isServed = (names: readonly string[], host: string): boolean =>
  covers(names, host) ||
  (/[*?]/.test(host) && names.some((name) => fits(dnsName(name).replaceAll("*", "x"), host)));

function uncovered(world: World): Finding[] {
  return world.resources("aws:lb/listenerRule:ListenerRule").flatMap((rule) => {
    const listener = world.get("aws:lb/listener:Listener", text(rule.state.listenerArn));
    const names = listener?.state.protocol === "HTTPS" ? servedNames(world, listener) : undefined;
    const host = names && hostsOf(rule).find((one) => !isServed(names, one.toLowerCase()));
    if (!names || host === undefined) return [];
    const message = `https://${host}: net::ERR_CERT_COMMON_NAME_INVALID. The listener's certificates are for ${names.join(", ")}.`;
    return [{ urn: rule.urn, message }];
  });
}

function unrenewable(world: World): Finding[] {
  return world.resources("aws:acm/certificate:Certificate").flatMap(({ urn, state }) => {
    const missing = state.status === "ISSUED" ? missingProofs(world, state)[0] : undefined;
    if (missing === undefined) return [];
    const message = `ACM cannot renew the certificate for ${missing.domainName}: the CNAME record ${missing.recordName}, which proves the name, is not in its zone.`;
    return [{ urn, message }];
  });
}

/** What browsers and ACM say about the certificates of a world at rest. */
export const certificateStanding: readonly StandingRule[] = [
  {
    name: "certificate-covers-host",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html",
    check: uncovered,
  },
  {
    name: "certificate-renews",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html",
    check: unrenewable,
  },
];
