import { UserError } from "@ublog/terminal/errors";
import type { Asker } from "./ask.ts";
import { domainProblem, regionProblem, stackProblem, zoneProblem } from "./checks.ts";
import type { Existing } from "./existing.ts";
import type { Answer, Answers } from "./settle/answers.ts";
import { type Zone, zoneOf } from "./zones.ts";

/** What flags say. */
export interface Flags {
  stack: string;
  region?: string | undefined;
  domain?: string | undefined;
  zone?: string | undefined;
  trial?: boolean | undefined;
  celery?: boolean | undefined;
}

export interface Known {
  flags: Flags;
  existing: Existing;
  /** What the environment says of the region. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Looks the account's zones up, once and only where they are needed. */
  zones: () => Promise<{ zones: Zone[]; reason: string | undefined }>;
  /** Whether the project shows Celery, and what says so. */
  celery: string | undefined;
  /** Undefined where there is nobody to ask. */
  asker: Asker | undefined;
}

const said = (value: string): Answer => ({ value, isPlaceholder: false });

/** What is wrong with the flags by themselves. */
export function problemsOfFlags({ stack, region, domain, zone, trial }: Flags): string[] {
  return [
    stackProblem(stack),
    region === undefined ? undefined : regionProblem(region),
    domain === undefined ? undefined : domainProblem(domain),
    zone === undefined ? undefined : zoneProblem(zone),
    trial === true && (domain !== undefined || zone !== undefined)
      ? "--trial is for an environment without a domain: leave it out, or --domain and --zone."
      : undefined,
  ].filter((problem) => problem !== undefined);
}

/** Everything that the project doesn't say: from flags, from the files that are there, and from people. `missing` are flags that other questions lack. */
export async function answer(known: Known, missing: readonly string[]): Promise<Answers> {
  const { flags, asker } = known;
  const region = await regionOf(known);
  const domain = await domainOf(known, missing);
  let { celery } = flags;
  if (celery === undefined && asker !== undefined && known.celery === undefined)
    celery = isYes(
      await asker.ask("Celery: workers and beat? Nothing in the project shows it", "no", yesOrNo),
    );
  return { stack: flags.stack, region, domain, celery };
}

async function regionOf({ flags, existing, environment, asker }: Known): Promise<Answer> {
  if (flags.region !== undefined) return said(flags.region);
  const named = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined;
  const proposal =
    existing.region?.value ?? (named !== undefined && regionProblem(named) === undefined ? named : undefined);
  if (asker !== undefined) return said(await asker.ask("AWS region", proposal ?? "us-east-1", regionProblem));
  return proposal === undefined ? { value: "us-east-1", isPlaceholder: true } : said(proposal);
}

async function domainOf(known: Known, missing: readonly string[]): Promise<Answers["domain"]> {
  const { flags, existing, asker } = known;
  if (flags.trial === true) return refuse(missing) ?? "trial";
  const domain = flags.domain ?? (flags.zone === undefined ? existing.domain?.value : undefined);
  const isSame = flags.domain === undefined || flags.domain === existing.domain?.value;
  const zone = flags.zone ?? (isSame ? existing.zoneId?.value : undefined);
  if (domain !== undefined && zone !== undefined)
    return refuse(missing) ?? { name: said(domain), zoneId: said(zone) };
  if (existing.isTrial && flags.domain === undefined && flags.zone === undefined && asker === undefined)
    return refuse(missing) ?? "trial";
  const { zones, reason } = await known.zones();
  const found =
    zone === undefined
      ? domain === undefined
        ? undefined
        : zoneOf(domain, zones)
      : zones.find(({ id }) => id === zone);
  if (found !== undefined && (domain !== undefined || asker === undefined))
    return refuse(missing) ?? { name: said(domain ?? found.domain), zoneId: said(found.id) };
  if (asker === undefined) {
    const lacks = [
      ...missing,
      ...(domain === undefined ? ["--domain <name> (or --trial, for an environment without one)"] : []),
      ...(zone === undefined ? ["--zone <id> (the Route 53 zone of the domain)"] : []),
    ];
    const choice = zones.length === 0 ? (reason ?? "") : `The account has these zones: ${listed(zones)}.`;
    throw new UserError(`${NOBODY} ${lacks.join(", ")}. ${choice}`.trim());
  }
  return askForDomain(asker, zones, reason, {
    domain: domain ?? found?.domain,
    zone,
    isTrial: existing.isTrial,
  });
}

const NOBODY = "There is no terminal to ask on, and these flags are missing:";

/** Throws where flags are missing that have nothing to do with the domain. */
function refuse(missing: readonly string[]): undefined {
  if (missing.length > 0) throw new UserError(`${NOBODY} ${missing.join(", ")}.`);
  return undefined;
}

const listed = (zones: readonly Zone[]): string =>
  zones.map(({ id, domain }) => `${domain} (${id})`).join(", ");

async function askForDomain(
  asker: Asker,
  zones: readonly Zone[],
  reason: string | undefined,
  proposed: { domain: string | undefined; zone: string | undefined; isTrial: boolean },
): Promise<Answers["domain"]> {
  if (reason !== undefined) asker.say(reason);
  else {
    asker.say("The account's public zones:");
    for (const [nth, { id, domain }] of zones.entries()) asker.say(`  ${nth + 1}  ${domain} (${id})`);
  }
  const numbered = zones.length === 0 ? "" : ", or the number of a zone";
  const chosen = (answer: string) => zones[Number(answer) - 1];
  const given = await asker.ask(
    `Domain${numbered}, or \`trial\` for an environment without one`,
    proposed.domain ?? (proposed.isTrial ? "trial" : zones.length === 1 ? "1" : ""),
    (answer) => (answer === "trial" || chosen(answer) !== undefined ? undefined : domainProblem(answer)),
  );
  if (given === "trial") return "trial";
  const zone = chosen(given) ?? zoneOf(given, zones);
  const name = chosen(given)?.domain ?? given;
  const zoneId = await asker.ask(
    `Id of the Route 53 zone of ${name}`,
    zone?.id ?? proposed.zone ?? "",
    zoneProblem,
  );
  return { name: said(name), zoneId: said(zoneId) };
}

const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer);

const yesOrNo = (answer: string): string | undefined =>
  /^(y(es)?|no?)$/i.test(answer) ? undefined : "Write yes or no.";
