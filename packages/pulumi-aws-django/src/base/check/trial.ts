import { checkValue, type Problem } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { isAppName, MAX_APP_NAME } from "../../shared/names.ts";
import { type DjangoBaseArgs, Durability, type TrialArgs } from "../args.ts";

/** How a trial ends. */
const DOMAIN_INSTEAD = "write domainName and zoneId instead of trial";

/** What a trial can't have, and what nobody should entrust to one. */
export function checkTrial(trial: TrialArgs, args: DjangoBaseArgs): Problem[] {
  return [
    ...checkApp(trial),
    ...checkAlone(args),
    ...checkUnencrypted(args),
    ...checkDisposable(args),
    ...checkUnprotected(args),
  ];
}

function checkApp({ app }: TrialArgs): Problem[] {
  const remedy = `Write the name of the one app stack that the trial is for, for example "alpha": at most ${MAX_APP_NAME} small letters, digits and hyphens, beginning with a letter and ending with a letter or digit.`;
  if (app === undefined) return [{ path: "trial.app", reason: `is missing. ${remedy}` }];
  return checkValue("trial.app", app, isAppName, remedy);
}

/** A domain, or a trial. */
function checkAlone({ domainName, zoneId, certificateArn }: DjangoBaseArgs): Problem[] {
  const given = Object.entries({ domainName, zoneId, certificateArn }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return [];
  const names = given.map(([name]) => name);
  const listed = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  const those = names.length === 1 ? "that" : "these";
  const reason = `is given together with ${listed}. A trial is a base without a domain: take trial out to have the domain, or ${those} for a trial.`;
  return [{ path: "trial", reason }];
}

/** Settings of what only a domain brings. */
function checkUnencrypted({ loadBalancer, mail }: DjangoBaseArgs): Problem[] {
  const problems: Problem[] = [];
  if (loadBalancer?.sslPolicy !== undefined) {
    const reason = `is for the HTTPS listener, which a trial hasn't. Take it out, or ${DOMAIN_INSTEAD}.`;
    problems.push({ path: "loadBalancer.sslPolicy", reason });
  }
  if (mail?.enabled === true) {
    const reason = `needs a domain to send from, which a trial hasn't. Write false, or ${DOMAIN_INSTEAD}.`;
    problems.push({ path: "mail.enabled", reason });
  }
  return problems;
}

/** A trial has to say that it is disposable: it isn't the default. */
function checkDisposable({ durability }: DjangoBaseArgs): Problem[] {
  if (durability === Durability.Disposable) return [];
  const given = durability === undefined ? "is missing" : `is ${JSON.stringify(durability)}`;
  const reason = `${given}, and the base is a trial: passwords and cookies cross the internet unencrypted, so nothing in it may be worth keeping. Write "disposable", or ${DOMAIN_INSTEAD}.`;
  return [{ path: "durability", reason }];
}

/** In a disposable base single parts can be protected; in a trial they can't. */
function checkUnprotected({ database, cache, loadBalancer, assets }: DjangoBaseArgs): Problem[] {
  return Object.entries({ database, cache, loadBalancer, assets }).flatMap(([path, part]) => {
    if (plainValue(part?.deletionProtection) !== true) return [];
    const reason = `is true, and nothing in a trial may be worth keeping. Take it out, or ${DOMAIN_INSTEAD}.`;
    return [{ path: `${path}.deletionProtection`, reason }];
  });
}
