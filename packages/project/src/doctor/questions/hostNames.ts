import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { isWithin } from "../../domains.ts";
import { plainName } from "../dns.ts";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";

/** Records that can't be beside those that an app makes. */
const IN_THE_WAY = ["A", "AAAA", "CNAME"];

export const hostNames: Question = {
  id: "host-names",
  asks: "Are the host names of the environments still free in the zone?",
  needs: ["stacks", "zone"],
  async ask(facts) {
    const { zone, domain } = await facts.zone();
    const { apps } = await facts.stacks();
    if (zone === undefined) throw new NotAsked("see zone");
    const up = await facts.environments();
    const waiting = apps.filter(({ stack, config }) => config.args.dns !== false && !(stack in up));
    if (apps.length === 0) throw new NotAsked("there is no app stack");
    if (waiting.length === 0) return ok("the environments are up");
    const names = waiting.flatMap(({ stack, config: { args } }) => [
      { stack, host: String(args.hostName ?? `${args.environmentName}.${domain}`), isRedirected: false },
      ...(args.redirectedHostNames ?? []).map((host) => ({ stack, host, isRedirected: true })),
    ]);
    // The records of names elsewhere are made by whoever owns them.
    const inZone = names.filter(({ host }) => isWithin(host, domain));
    if (inZone.length === 0) return ok("all names are outside of the zone");
    return await Promise.all(
      inZone.map(async (name) => compared(name, domain, await recordsAt(facts, name.host))),
    );
  },
};

/** A name that an app answers at, or redirects to its own. */
interface Name {
  stack: string;
  host: string;
  isRedirected: boolean;
}

async function recordsAt(facts: Facts, host: string): Promise<ResourceRecordSet[]> {
  const { zoneId } = await facts.zone();
  const aws = await facts.aws();
  const { ResourceRecordSets = [] } = await aws("route53.ListResourceRecordSets", {
    HostedZoneId: zoneId,
    StartRecordName: host,
    MaxItems: 20,
  });
  return ResourceRecordSets.filter(
    ({ Name = "", Type = "" }) => plainName(Name) === host && IN_THE_WAY.includes(Type),
  );
}

function compared(
  { stack, host, isRedirected }: Name,
  domain: string,
  records: readonly ResourceRecordSet[],
): Finding {
  if (records.length === 0) return ok(`${host} is free`);
  const [first] = records;
  const value = first?.AliasTarget?.DNSName ?? first?.ResourceRecords?.map(({ Value }) => Value).join(", ");
  const remedy = isRedirected
    ? { fix: "Delete the record, or take the name out of ublog:redirectedHostNames." }
    : {
        fix: "Delete the record, or have the app answer at another name.",
        commands: [`pulumi config set ublog:hostName OTHER.${domain} --stack ${stack}`],
      };
  return problem({
    found: `${host} has a record already: ${records.map(({ Type }) => Type).join(", ")} (${plainName(value ?? "")}).`,
    why: `\`up\` of ${stack} would fail after about a minute, and take over no record that it hasn't made.`,
    ...remedy,
  });
}
