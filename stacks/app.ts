import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkDjangoAppArgs, DjangoApp, type Problem } from "pulumi-aws-django";
import { type AppConfig, refuseArguments } from "./config.ts";
import { readBase } from "./readBase.ts";
import { problemsOfAppRegion } from "./regions.ts";

/** One environment of the application, on top of a base. */
export async function app(config: AppConfig, options: pulumi.ComponentResourceOptions) {
  const { stack, name } = config;
  const base = await readBase(config.base);
  const args = { ...config.args, base };
  // Again, now that the base's contents are known.
  refuseArguments({ project: pulumi.getProject(), stack }, checkDjangoAppArgs(name, args), [
    ...problemsOfAppRegion(stack, config.region, { stack: config.base, region: String(base.region) }),
    ...(await problemsOfAccount(config.base, String(base.accountId))),
  ]);
  const app = new DjangoApp(name, args, options);
  return {
    url: app.url,
    // Marks it, for everyone who looks at the stack.
    ...(base.trial && { trial: true }),
    // The next update compares it with its own.
    name,
    // Absent where ECS Exec is off: the engine warns of outputs that are undefined.
    ...(app.shellCommand && { shellCommand: app.shellCommand }),
    // Where they are, and not the document: its hundred lines would hide everything else.
    deployTargetsParameter: app.deployTargetsParameter,
    serviceNames: app.serviceNames,
    logGroups: app.logGroups,
  };
}

/** Whether the credentials are for another account than the base's: nothing of a base can be used from another account. */
async function problemsOfAccount(base: string, wanted: string): Promise<Problem[]> {
  const { accountId } = await aws.getCallerIdentity();
  if (accountId === wanted) return [];
  const reason = `are of the account ${accountId}, and the base ${JSON.stringify(base)} is in ${wanted}. Use credentials of that account.`;
  return [{ path: "AWS credentials", reason }];
}
