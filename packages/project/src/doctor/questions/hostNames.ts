import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
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
    return await Promise.all(
      waiting.map(async ({ stack, config }) => {
        const host = String(config.args.hostName ?? `${config.args.environmentName}.${domain}`);
        return compared(stack, host, await recordsAt(facts, host));
      }),
    );
  },
};

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

function compared(stack: string, host: string, records: readonly ResourceRecordSet[]): Finding {
  if (records.length === 0) return ok(`${host} is free`);
  const [first] = records;
  const value = first?.AliasTarget?.DNSName ?? first?.ResourceRecords?.map(({ Value }) => Value).join(", ");
  return problem({
    found: `${host} has a record already: ${records.map(({ Type }) => Type).join(", ")} (${plainName(value ?? "")}).`,
    why: `\`up\` of ${stack} would fail after about a minute, and take over no record that it hasn't made.`,
    fix: "Delete the record, or have the app answer at another name.",
    commands: [
      `pulumi config set ublog:hostName OTHER.${host.split(".").slice(1).join(".")} --stack ${stack}`,
    ],
  });
}
