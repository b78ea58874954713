import { DjangoApp } from "pulumi-aws-django";
import type { AppConfig } from "./config.ts";
import { readBase } from "./readBase.ts";

/** One environment of the application, on top of a base. */
export async function app(config: AppConfig) {
  const app = new DjangoApp(config.stack, { ...config.args, base: await readBase(config.base) });
  return {
    url: app.url,
    shellCommand: app.shellCommand,
    deployTargets: app.deployTargets,
    serviceNames: app.serviceNames,
    logGroups: app.logGroups,
  };
}
