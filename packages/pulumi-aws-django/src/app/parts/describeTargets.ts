import * as pulumi from "@pulumi/pulumi";
import {
  DEPLOY_TARGETS_VERSION,
  type DeployCheck,
  type DeployDatabase,
  type DeployService,
  type DeployTargets,
  type DeployTask,
  type DeployUpdate,
  type StaticFiles,
} from "../../contracts/deployTargets.ts";
import { type AppContext, taskNetwork } from "../context.ts";
import { serviceName } from "../names.ts";
import type { Image } from "../plan/images.ts";
import type { ServiceProcess } from "../plan/processes.ts";
import type { Target } from "./routing.ts";
import type { Template } from "./templates.ts";

/** A value whose leaves may not be known yet. */
export type Unresolved<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** What a release needs to know about a task. It registers its revisions in the family that is named after the process. */
function describeTask(app: string, { process, taskDefinition, logGroup }: Template): Unresolved<DeployTask> {
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

/** What a release needs to know about the update task. */
function describeUpdate(app: string, template: Template): Unresolved<DeployUpdate> {
  const { database } = template;
  if (database === undefined) return describeTask(app, template);
  const container = pulumi
    .output(database.image)
    .apply((image): DeployDatabase => ({ container: database.name, image }));
  return { ...describeTask(app, template), database: container };
}

/** What a release needs to know about a service. */
function describeService(
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

/** What releases of an app need to know that its parts say. */
interface TargetParts {
  url: pulumi.Input<string>;
  /** Undefined where it isn't one. */
  trial: pulumi.Input<true | undefined>;
  cluster: pulumi.Input<string>;
  releaseTable: pulumi.Input<string>;
  images: Partial<Record<string, Image>>;
  update: Template;
  services: { process: ServiceProcess; template: Template; target: Target | undefined }[];
  scheduled: Template[];
  staticFiles: StaticFiles;
  /** Whether the app relies on django-ecs-kit. */
  kit: boolean;
}

/** What a check of the images needs to know. */
function describeCheck({ services, staticFiles, kit }: TargetParts): DeployCheck {
  const processes = services.map(({ process }) => process);
  return {
    kit,
    static: staticFiles,
    queues: [...new Set(processes.flatMap(({ worker }) => worker?.queues ?? []))],
    healthCheckPath: processes.find(({ word }) => word === "gunicorn")?.route?.healthCheck.path ?? "",
    ...healthCheckCodes(processes.find(({ word }) => word === "gunicorn")),
  };
}

function healthCheckCodes(gunicorn: ServiceProcess | undefined): Pick<DeployCheck, "healthCheckCodes"> {
  const codes = gunicorn?.route?.healthCheck.codes ?? "200";
  return codes === "200" ? {} : { healthCheckCodes: codes };
}

/** What a release needs to know of an app. */
export function describeTargets(parts: TargetParts, context: AppContext): pulumi.Output<DeployTargets> {
  const { app, environment, region } = context;
  return pulumi
    .output({
      version: DEPLOY_TARGETS_VERSION,
      app,
      environment,
      region,
      url: parts.url,
      trial: parts.trial,
      cluster: parts.cluster,
      releaseTable: parts.releaseTable,
      images: Object.fromEntries(
        Object.entries(parts.images).map(([image, found]) => [image, found?.repository]),
      ),
      update: describeUpdate(app, parts.update),
      services: parts.services
        .toSorted((a, b) => a.process.wave - b.process.wave)
        .map(({ template, process, target }) => describeService(app, template, process, target)),
      scheduled: parts.scheduled.map((made) => describeTask(app, made)),
      network: { ...taskNetwork(context), capacityProvider: "FARGATE" },
      check: describeCheck(parts),
    })
    .apply(({ trial, ...others }) => ({ ...others, ...(trial && { trial }) }) as DeployTargets);
}
