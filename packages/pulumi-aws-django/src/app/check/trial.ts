import type { BaseContractTrial } from "../../contracts/baseContract.ts";
import { type Problem, wrongValue } from "../../shared/errors.ts";
import type { AppSettings } from "../plan/processes.ts";

const DOMAIN = "give the base a domain: domainName and zoneId instead of trial";

/** What an app can't be, or have, on a base that is a trial. */
export function checkOnTrial(app: string, args: AppSettings, trial: BaseContractTrial): Problem[] {
  const environment = args.environmentName ?? app;
  const problems: Problem[] = [];
  if (environment !== trial.app) {
    const remedy = `The base is a trial for "${trial.app}" alone, which has the load balancer's own name. Bring up "${trial.app}"; or write "${environment}" as \`trial.app\` of the base and bring that up; or ${DOMAIN}.`;
    problems.push(wrongValue("environmentName", environment, remedy));
  }
  const { hostName, redirectedHostNames, certificateArn } = args;
  for (const [path, value] of Object.entries({ hostName, redirectedHostNames, certificateArn })) {
    if (value === undefined) continue;
    const reason = `is set, and the base is a trial, whose app answers by HTTP on the load balancer's own name only. Take it out, or ${DOMAIN}.`;
    problems.push({ path, reason });
  }
  if (args.dns === true) {
    const reason = `is true, and the base is a trial, without a domain to make records in. Write false, or ${DOMAIN}.`;
    problems.push({ path: "dns", reason });
  }
  if (args.mail?.enabled === true) {
    const reason = `is true, and the base is a trial, without a domain to send from. Write false, or ${DOMAIN}.`;
    problems.push({ path: "mail.enabled", reason });
  }
  return problems;
}

/** What everybody who brings up the app should know: it goes on. */
export function onTrialWarning(url: string): Problem {
  const reason = `is a trial: the app answers at ${url}, and passwords and cookies cross the internet unencrypted. Keep nothing in it that matters. To end it, ${DOMAIN}.`;
  return { path: "base", reason };
}
