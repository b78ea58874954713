import { isIPv4, isIPv6 } from "node:net";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { dnsName, nameInZone, targetName } from "../../world/dnsNames.ts";
import { records, text, texts } from "../../world/reading.ts";

const guide = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const type = "aws:route53/record:Record";

/** What an alias can point to, and where its name and its zone are. */
const targets = [
  { type: "aws:lb/loadBalancer:LoadBalancer", name: "dnsName", zone: "zoneId" },
  { type: "aws:cloudfront/distribution:Distribution", name: "domainName", zone: "hostedZoneId" },
] as const;

/** The zone's name and the record's in full, as far as the world has the zone. */
function namesOf({ inputs, world }: Change): { zone: string; name: string } | undefined {
  const zone = text(world.get("aws:route53/zone:Zone", text(inputs.zoneId))?.state.name);
  return zone === "" ? undefined : { zone, name: nameInZone(text(inputs.name), zone) };
}

/** The names if the zone is not in the world but was made elsewhere: then the record's is assumed to be given in full, and the zone to be its parent. */
function assumedNames(given: string): { zone: string; name: string } {
  const name = dnsName(given);
  return { zone: name.slice(name.indexOf(".") + 1), name };
}

const refused = ({ action, id }: Change, message: string): Refusal => ({
  doing: action === "create" ? "creating Route53 Record" : `updating Route53 Record (${id})`,
  answer: { service: "Route 53", operation: "ChangeResourceRecordSets", code: "InvalidChangeBatch" },
  message: `[${message}]`,
});

/** What a record of a type holds, and what Route 53 says to anything else. */
const addresses: Record<string, { isOne(value: string): boolean; problem: string }> = {
  A: { isOne: isIPv4, problem: "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)" },
  AAAA: { isOne: isIPv6, problem: "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)" },
};

export const recordRules: readonly Rule[] = [
  {
    name: "record-address",
    source: `${guide}/ResourceRecordTypes.html#AFormat`,
    applies: { types: [type], on: ["create", "update"] },
    check: (change) => {
      const address = addresses[text(change.inputs.type)];
      const wrong = texts(change.inputs.records).find((value) => address && !address.isOne(value));
      return address && wrong !== undefined
        ? refused(
            change,
            `Invalid Resource Record: 'FATAL problem: ${address.problem} encountered with '${wrong}''`,
          )
        : undefined;
    },
  },
  {
    name: "record-alias-zone",
    source: `${guide}/resource-record-sets-values-alias-common.html`,
    applies: { types: [type], on: ["create", "update"] },
    check: (change) => {
      const { inputs, world } = change;
      for (const alias of records(inputs.aliases)) {
        const name = targetName(text(alias.name));
        const wrong = targets.some((target) =>
          world
            .resources(target.type)
            .some(
              ({ state }) =>
                dnsName(text(state[target.name])) === name && state[target.zone] !== alias.zoneId,
            ),
        );
        if (wrong)
          return refused(
            change,
            `Tried to create an alias that targets ${name}., type ${inputs.type} in zone ${alias.zoneId}, but the alias target name does not lie within the target zone`,
          );
      }
      return undefined;
    },
  },
  {
    name: "record-cname-not-at-apex",
    source: `${guide}/ResourceRecordTypes.html#CNAMEFormat`,
    applies: { types: [type], on: ["create", "update"] },
    check: (change) => {
      const names = namesOf(change);
      if (change.inputs.type !== "CNAME" || !names || names.name !== names.zone) return undefined;
      return refused(
        change,
        `RRSet of type CNAME with DNS name ${names.name}. is not permitted at apex in zone ${names.zone}.`,
      );
    },
  },
  {
    name: "record-cname-alone",
    source: `${guide}/ResourceRecordTypes.html#CNAMEFormat`,
    applies: { types: [type], on: ["create"] },
    check: (change) => {
      const { inputs, world } = change;
      const names = namesOf(change) ?? assumedNames(text(inputs.name));
      const kind = text(inputs.type);
      const other = world
        .resources(type)
        .map(({ state }) => state)
        .find(
          (state) =>
            state.zoneId === inputs.zoneId &&
            state.fqdn === names.name &&
            state.type !== kind &&
            (kind === "CNAME" || state.type === "CNAME"),
        );
      if (!other) return undefined;
      return refused(
        change,
        `RRSet of type ${kind} with DNS name ${names.name}. is not permitted because a conflicting RRSet of type ${other.type} with the same DNS name already exists in zone ${names.zone}.`,
      );
    },
  },
];
