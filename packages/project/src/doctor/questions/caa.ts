import { type Caa, namesUpFrom } from "../dns.ts";
import { NotAsked, ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

export const caa: Question = {
  id: "caa",
  asks: "May Amazon issue certificates for the domain and its subdomains (CAA)?",
  needs: ["stacks", "zone"],
  async ask(facts) {
    if (facts.standIn) throw new NotAsked("the stand-in's zones are in no public DNS");
    const { domain } = await facts.zone();
    // The first name that has any decides, from the domain upwards: https://www.rfc-editor.org/rfc/rfc8659.
    for (const name of namesUpFrom(domain)) {
      const records = await facts.port.dns.caa(name);
      if (records.length === 0) continue;
      const refused = refusedBy(records);
      if (refused === undefined) return ok(`${name} lets Amazon issue certificates`);
      return problem({
        found: `The CAA records of ${name} let ${refused.issuers} issue certificates ${refused.for}, and not Amazon.`,
        why: "The certificate fails, or waits up to 75 minutes, and `up` with it. Network, database and cache are paid for meanwhile.",
        fix: `Add this record to ${name}, beside those that are there: 0 ${refused.tag} "amazon.com"`,
        commands: [`dig +short CAA ${name}`],
      });
    }
    return ok("nobody is kept from issuing certificates");
  },
};

interface Refused {
  issuers: string;
  for: string;
  tag: "issue" | "issuewild";
}

/** What the records refuse of a certificate for a domain and its wildcard. */
function refusedBy(records: readonly Caa[]): Refused | undefined {
  const issue = issuersOf(records, "issue");
  const issuewild = issuersOf(records, "issuewild");
  const said = (issuers: string[]) => {
    const names = issuers.filter((name) => name !== "");
    return names.length === 0 ? "nobody" : `only ${names.join(", ")}`;
  };
  if (issue.length > 0 && !issue.some(isAmazon))
    return { issuers: said(issue), for: "for it and its subdomains", tag: "issue" };
  if (issuewild.length > 0 && !issuewild.some(isAmazon))
    return { issuers: said(issuewild), for: "for all of its subdomains (`*`)", tag: "issuewild" };
  return undefined;
}

/** The issuers that are named, without their parameters. */
const issuersOf = (records: readonly Caa[], tag: "issue" | "issuewild"): string[] =>
  records.flatMap((record) => record[tag]?.split(";", 1)[0]?.trim().toLowerCase() ?? []);

const isAmazon = (issuer: string): boolean => AMAZON.includes(issuer);
