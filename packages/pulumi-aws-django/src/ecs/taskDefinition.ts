import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Container, containerDefinitions } from "./container.ts";

/** A directory that containers can mount: an empty one, or that of a file system. */
export interface Volume {
  name: string;
  fileSystem?: { id: pulumi.Input<string>; accessPointId?: pulumi.Input<string> };
}

/** A task definition. */
export interface TaskDefinition {
  family: string;
  /** Where the arguments of the process are, for messages. */
  path: string;
  cpu: number;
  memory: number;
  cpuArchitecture: "ARM64" | "X86_64";
  ephemeralStorage?: number;
  executionRoleArn: pulumi.Input<string>;
  taskRoleArn: pulumi.Input<string>;
  volumes: readonly Volume[];
  /** Its containers: that of the process first. */
  containers: readonly Container[];
}

/**
 * Publishes a template: a revision that a release takes, with its own image. Revisions are never deregistered, so that what runs
 * can start another task, and a release can be taken back.
 */
export function makeTaskDefinition(
  name: string,
  task: TaskDefinition,
  opts: pulumi.CustomResourceOptions,
): aws.ecs.TaskDefinition {
  return new aws.ecs.TaskDefinition(
    name,
    {
      family: task.family,
      cpu: String(task.cpu),
      memory: String(task.memory),
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: {
        cpuArchitecture: task.cpuArchitecture,
        operatingSystemFamily: "LINUX",
      },
      ...(task.ephemeralStorage === undefined
        ? {}
        : { ephemeralStorage: { sizeInGib: task.ephemeralStorage } }),
      executionRoleArn: task.executionRoleArn,
      taskRoleArn: task.taskRoleArn,
      volumes: task.volumes.map(volume),
      containerDefinitions: containerDefinitions(task.path, task.containers),
      skipDestroy: true,
    },
    opts,
  );
}

/** Signing in with the role of the task needs an encrypted connection. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html */
function volume({ name, fileSystem }: Volume): aws.types.input.ecs.TaskDefinitionVolume {
  if (fileSystem === undefined) return { name };
  return {
    name,
    efsVolumeConfiguration: {
      fileSystemId: fileSystem.id,
      transitEncryption: "ENABLED",
      authorizationConfig: { accessPointId: fileSystem.accessPointId, iam: "ENABLED" },
    },
  };
}
