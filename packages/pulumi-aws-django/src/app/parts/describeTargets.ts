import type * as pulumi from "@pulumi/pulumi";
import type { DeployService, DeployTask } from "../../contracts/deployTargets.ts";
import { serviceName } from "../names.ts";
import type { ServiceProcess } from "../plan/processes.ts";
import type { Target } from "./routing.ts";
import type { Template } from "./templates.ts";

/** A value whose leaves may not be known yet. */
export type Unresolved<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** What a release needs to know of a task. It registers its revisions in the family that is named after the process. */
export function describeTask(
  app: string,
  { process, taskDefinition, logGroup }: Template,
): Unresolved<DeployTask> {
  return {
    process: process.word,
    family: serviceName(app, process.name),
    template: taskDefinition.arn,
    container: process.name,
    image: process.image,
    logGroup: logGroup.name,
    logStreamPrefix: process.name,
  };
}

/** What a release needs to know of a service. */
export function describeService(
  app: string,
  template: Template,
  process: ServiceProcess,
  target: Target | undefined,
): Unresolved<DeployService> {
  return {
    ...describeTask(app, template),
    service: serviceName(app, process.name),
    wave: process.wave,
    firstCount: process.scaling.min,
    ...(target === undefined || process.route === undefined
      ? {}
      : { targetGroup: target.targetGroup.arn, healthCheckPath: process.route.healthCheck.path }),
  };
}
