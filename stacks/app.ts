import * as pulumi from "@pulumi/pulumi";
import { checkDjangoAppArgs, DjangoApp } from "pulumi-aws-django";
import { type AppConfig, refuseArguments } from "./config.ts";
import { readBase } from "./readBase.ts";

/** One environment of the application, on top of a base. */
export async function app(config: AppConfig) {
  const { stack } = config;
  const args = { ...config.args, base: await readBase(config.base) };
  // Once more, now that it is known what the base has.
  refuseArguments({ project: pulumi.getProject(), stack }, checkDjangoAppArgs(stack, args));
  const app = new DjangoApp(stack, args);
  return {
    url: app.url,
    // Absent where ECS Exec is off: the engine warns of outputs that are undefined.
    ...(app.shellCommand && { shellCommand: app.shellCommand }),
    deployTargets: app.deployTargets,
    serviceNames: app.serviceNames,
    logGroups: app.logGroups,
  };
}
