import { type Dns, DnsFailure, namesUpFrom, plainName } from "../dns.ts";
import { type Finding, NotAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

const WHY =
  "AWS looks for the proof of the certificate in public DNS: `up` would wait 75 minutes for it, and fail. Network, database and cache are paid for meanwhile.";

export const delegation: Question = {
  id: "delegation",
  asks: "Does public DNS lead to the zone?",
  needs: ["stacks", "zone"],
  async ask(facts) {
    if (facts.standIn) throw new NotAsked("the stand-in's zones are in no public DNS");
    const { domain, zoneId, zone, nameServers } = await facts.zone();
    if (zone === undefined || zone.Config?.PrivateZone === true) throw new NotAsked("see zone");
    const name = plainName(zone.Name ?? "");
    const { dns } = facts.port;
    return (
      (await elsewhere(dns, domain, name)) ??
      (await compared(dns, name, zoneId, nameServers.map(plainName).sort()))
    );
  },
};

/** A name between the domain and its zone that has a zone of its own. */
async function elsewhere(dns: Dns, domain: string, zone: string): Promise<Finding | undefined> {
  const between = namesUpFrom(domain).filter((name) => name.endsWith(`.${zone}`));
  for (const name of between) {
    const servers = await dns.ns(name);
    if (servers.length > 0)
      return problem({
        found: `${name} has name servers of its own (${servers.join(", ")}): what is written into the zone of ${zone} is not seen there.`,
        why: WHY,
        fix: `Write the id of the zone of ${name} into ublog:zoneId, or delete its NS record in ${zone}.`,
      });
  }
  return undefined;
}

async function compared(dns: Dns, name: string, zoneId: string, wanted: string[]): Promise<Finding> {
  const remedy = {
    fix: `Enter these name servers where ${name} is registered, or as its NS record in the zone above. It takes effect within hours, at most two days: ${wanted.join(", ")}`,
    commands: [`dig +short NS ${name}`],
  };
  let found: string[];
  try {
    found = await dns.ns(name);
  } catch (error) {
    if (!(error instanceof DnsFailure) || error.code !== "SERVFAIL") throw error;
    return problem({
      found: `The name servers that public DNS has for ${name} don't know it.`,
      why: WHY,
      ...remedy,
    });
  }
  if (found.length === 0)
    return problem({ found: `Public DNS has no name servers for ${name}.`, why: WHY, ...remedy });
  const missing = wanted.filter((server) => !found.includes(server));
  const others = found.filter((server) => !wanted.includes(server));
  if (missing.length === 0 && others.length === 0) return ok(`${name} leads to the zone`);
  if (missing.length === wanted.length)
    return problem({
      found: `Public DNS leads ${name} elsewhere (${found.join(", ")}), and not to the zone ${zoneId}.`,
      why: WHY,
      ...remedy,
    });
  return warning({
    found: `Public DNS leads ${name} to the zone ${zoneId}, and ${others.length > 0 ? `to others too (${others.join(", ")})` : `not by all of its name servers (missing: ${missing.join(", ")})`}.`,
    why: "Where it leads elsewhere, the certificate may wait for up to 75 minutes, and visitors may not find the site.",
    ...remedy,
  });
}
