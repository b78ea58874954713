import { isWithin } from "../../domains.ts";
import { plainName } from "../dns.ts";
import { ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";

const WHY =
  "`up` would fail in its first minutes, when network and database have been begun: about 80 USD a month until it is mended or destroyed.";

export const zone: Question = {
  id: "zone",
  asks: "Is the Route 53 zone there, public, and of the domain or one above it?",
  needs: ["stacks", "zone"],
  async ask(facts) {
    const { domain, zoneId, zone } = await facts.zone();
    const list = { commands: ["aws route53 list-hosted-zones --query 'HostedZones[].[Id,Name]'"] };
    if (zone === undefined)
      return problem({
        found: `This account has no zone ${zoneId}.`,
        why: WHY,
        fix: `Write the id of the zone of ${domain} into ublog:zoneId. Where the domain isn't in Route 53, make a zone for it.`,
        commands: [
          ...list.commands,
          `aws route53 create-hosted-zone --name ${domain} --caller-reference first`,
        ],
      });
    const name = plainName(zone.Name ?? "");
    if (zone.Config?.PrivateZone === true)
      return problem({
        found: `The zone ${zoneId} (${name}) is private.`,
        why: "Nobody outside of its networks sees its records, AWS's certificates neither: `up` would wait 75 minutes for one, and fail.",
        fix: `Write the id of the public zone of ${domain} into ublog:zoneId.`,
        ...list,
      });
    if (!isWithin(domain, name))
      return problem({
        found: `The zone ${zoneId} is that of ${name}, and the domain is ${domain}.`,
        why: WHY,
        fix: `Write the id of the zone of ${domain} into ublog:zoneId, or a domain in ${name} into ublog:domainName.`,
        ...list,
      });
    return ok(
      domain === name
        ? `${zoneId} is that of ${name}`
        : `${zoneId} is that of ${name}, and ${domain} is in it`,
    );
  },
};
