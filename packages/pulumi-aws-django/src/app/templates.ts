import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { makeTaskDefinition } from "../ecs/taskDefinition.ts";
import type { AppImage, LogArgs } from "./args.ts";
import type { AppContext } from "./context.ts";
import type { Image } from "./images.ts";
import { logGroupName } from "./names.ts";
import type { Process, ServiceProcess } from "./processes.ts";
import type { Roles } from "./roles.ts";
import type { Variables } from "./variables.ts";

/** A process as Pulumi publishes it: where it logs, and what a release makes its revisions from. */
export interface Template {
  process: Process;
  logGroup: aws.cloudwatch.LogGroup;
  taskDefinition: aws.ecs.TaskDefinition;
}

/** What the templates of an app share. */
export interface TemplateSurroundings {
  images: Partial<Record<AppImage, Image>>;
  roles: Roles;
  logs: LogArgs;
}

const DEFAULT_RETENTION_DAYS = 30;

/** Makes the log group and the task definition of a process. */
export function makeTemplate(
  process: Process | ServiceProcess,
  family: string,
  variables: Variables,
  { images, roles, logs }: TemplateSurroundings,
  context: AppContext,
): Template {
  const { app, region, opts, former } = context;
  const name = `${app}-${process.name}`;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: logGroupName(app, process.name), retentionInDays: logs.retentionDays ?? DEFAULT_RETENTION_DAYS },
    pulumi.mergeOptions(opts, { retainOnDelete: logs.keep ?? false, ...former.logGroup(process.name) }),
  );
  const image = images[process.image];
  if (image === undefined) throw new Error(`no image ${process.image} for ${process.name}`);
  const service = "route" in process || "containerHealthCheck" in process ? process : undefined;
  const taskDefinition = makeTaskDefinition(
    name,
    {
      family,
      cpu: process.cpu,
      memory: process.memory,
      architecture: process.architecture,
      ephemeralStorage: process.ephemeralStorage,
      executionRoleArn: roles.executionArn,
      taskRoleArn: roles.taskArns[process.image],
      container: {
        name: process.name,
        path: process.path,
        image: image.template,
        command: process.command,
        environment: variables.environment,
        secrets: variables.secrets,
        port: service?.route?.port,
        stopTimeout: process.stopTimeout,
        readonlyRootFilesystem: process.readonlyRootFilesystem,
        writablePaths: process.writablePaths,
        healthCheck: service?.containerHealthCheck,
        logGroup: logGroup.name,
        region,
      },
    },
    opts,
  );
  return { process, logGroup, taskDefinition };
}
