import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Container } from "../../ecs/container.ts";
import { makeTaskDefinition } from "../../ecs/taskDefinition.ts";
import { type AppImage, Architecture } from "../args.ts";
import { ContainerCondition } from "../containerArgs.ts";
import type { AppContext } from "../context.ts";
import { logGroupName } from "../names.ts";
import type { Image } from "../plan/images.ts";
import { type AppSettings, isService, type Process, type ServiceProcess } from "../plan/processes.ts";
import { awaitedBy, logsOf, sidecarContainer, sidecarsOf } from "../plan/sidecars.ts";
import type { ProcessVariables } from "../plan/variables.ts";
import { mountsOf, taskVolumes, tmpOf, volumesOf, writableMounts } from "../plan/volumes.ts";
import type { DatabaseContainer } from "./database.ts";
import type { Roles } from "./roles.ts";

/** A process as Pulumi publishes it: where it logs, and what a release makes its revisions from. */
export interface Template {
  process: Process;
  logGroup: aws.cloudwatch.LogGroup;
  taskDefinition: aws.ecs.TaskDefinition;
  /** The container that makes the database, where the process waits for one. */
  database?: DatabaseContainer;
}

/** What the templates of an app share. */
export interface TemplateSurroundings {
  images: Partial<Record<AppImage, Image>>;
  roles: Roles;
  settings: AppSettings;
  /** What the process waits for: the container that makes the database. */
  database?: DatabaseContainer;
}

const DEFAULT_RETENTION_DAYS = 30;

/** Makes the log group and the task definition of a process. */
export function makeTemplate(
  process: Process | ServiceProcess,
  family: string,
  variables: ProcessVariables,
  { images, roles, settings, database }: TemplateSurroundings,
  context: AppContext,
): Template {
  const { app, region, kmsKeyArn, opts, former } = context;
  const name = `${app}-${process.name}`;
  const { logs = {} } = settings;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    {
      name: logGroupName(app, process.name),
      retentionInDays: logs.retentionDays ?? DEFAULT_RETENTION_DAYS,
      kmsKeyId: kmsKeyArn,
    },
    pulumi.mergeOptions(opts, { retainOnDelete: logs.keep ?? false, ...former.logGroup(process.name) }),
  );
  const image = images[process.image];
  if (image === undefined) throw new Error(`no image ${process.image} for ${process.name}`);
  const service = isService(process) ? process : undefined;
  const sidecars = sidecarsOf(settings, process);
  const volumes = volumesOf(settings, process);
  const writable = writableMounts(process);
  const toCloudWatch = { group: logGroup.name, region, prefix: process.name };
  const own: Container = {
    name: process.name,
    image: image.template,
    essential: true,
    command: process.command,
    environment: variables.environment,
    secrets: variables.secrets,
    ports: service?.route === undefined ? [] : [service.route.port],
    mounts: [...writable, ...mountsOf(volumes)],
    tmpfs: tmpOf(process, volumes),
    stopTimeout: process.stopTimeout,
    readonlyRootFilesystem: process.readonlyRootFilesystem,
    init: true,
    healthCheck: service?.containerHealthCheck,
    dependsOn: {
      ...awaitedBy(sidecars),
      ...(database === undefined ? {} : { [database.name]: ContainerCondition.Success }),
    },
    credentialsArn: image.credentialsArn,
    logs: logsOf(sidecars, toCloudWatch),
  };
  const beside = sidecars.map((sidecar) =>
    sidecarContainer(sidecar, {
      logs: toCloudWatch,
      mounts: mountsOf(volumes.filter((volume) => volume.sidecars?.includes(sidecar.name))),
      retired: settings.retiredSecrets ?? [],
      contract: variables.contract,
    }),
  );
  const { readonlyRootFilesystem } = process;
  const first = database === undefined ? [] : [{ ...database, readonlyRootFilesystem, logs: toCloudWatch }];
  const taskDefinition = makeTaskDefinition(
    name,
    {
      family,
      path: process.path,
      cpu: process.cpu,
      memory: process.memory,
      cpuArchitecture: process.architecture === Architecture.Arm ? "ARM64" : "X86_64",
      ephemeralStorage: process.ephemeralStorage,
      executionRoleArn: roles.executionArn,
      taskRoleArn: roles.taskArns[process.image],
      volumes: taskVolumes(writable, volumes),
      containers: [own, ...first, ...beside],
    },
    opts,
  );
  return { process, logGroup, taskDefinition, database };
}
