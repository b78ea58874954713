import { dnsName } from "./dnsNames.ts";
import { records, text, texts } from "./reading.ts";
import type { Properties, World } from "./world.ts";

/** The certificate with an ARN; undefined where the world does not have it. */
export const certificateOf = (world: World, arn: string): Properties | undefined =>
  world.get("aws:acm/certificate:Certificate", arn)?.state;

/** Every name that a certificate is for; none where that is not known. */
export const namesOf = ({ domainName, subjectAlternativeNames }: Properties): string[] =>
  [...new Set([text(domainName), ...texts(subjectAlternativeNames)])].filter((name) => name !== "");

/** Whether one of the names is for a host: the host itself, or a wildcard in the place of its first label. */
export function covers(names: readonly string[], host: string): boolean {
  const asked = dnsName(host);
  return names
    .map(dnsName)
    .some(
      (name) => name === asked || (name.startsWith("*.") && name.slice(1) === asked.replace(/^[^.]+/, "")),
    );
}

/** A name of a certificate, and the record that proves it. */
export interface Proof {
  domainName: string;
  recordName: string;
}

/** The records that prove the names of a certificate. */
export const proofsOf = ({ domainValidationOptions }: Properties): Proof[] =>
  records(domainValidationOptions).map(({ domainName, resourceRecordName }) => ({
    domainName: text(domainName),
    recordName: dnsName(text(resourceRecordName)),
  }));

/**
 * The proofs that are missing: those whose name is in a public zone of the world that does not have the record. About other
 * zones nothing is known.
 */
export function missingProofs(world: World, certificate: Properties): Proof[] {
  const zones = world
    .resources("aws:route53/zone:Zone")
    .filter(({ state }) => records(state.vpcs).length === 0)
    .map(({ state }) => dnsName(text(state.name)));
  const there = new Set(
    world.resources("aws:route53/record:Record").map(({ state }) => dnsName(text(state.fqdn))),
  );
  return proofsOf(certificate).filter(
    ({ recordName }) => !there.has(recordName) && zones.some((zone) => recordName.endsWith(`.${zone}`)),
  );
}
