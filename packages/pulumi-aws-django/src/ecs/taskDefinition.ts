import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Architecture } from "../app/args.ts";
import { type Container, containerDefinitions, volumes } from "./container.ts";

/** A task definition with one container. */
export interface TaskDefinition {
  family: string;
  cpu: number;
  memory: number;
  architecture: Architecture;
  ephemeralStorage?: number;
  executionRoleArn: pulumi.Input<string>;
  taskRoleArn: pulumi.Input<string>;
  container: Container;
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
        cpuArchitecture: task.architecture === Architecture.Arm ? "ARM64" : "X86_64",
        operatingSystemFamily: "LINUX",
      },
      ...(task.ephemeralStorage === undefined
        ? {}
        : { ephemeralStorage: { sizeInGib: task.ephemeralStorage } }),
      executionRoleArn: task.executionRoleArn,
      taskRoleArn: task.taskRoleArn,
      volumes: volumes(task.container),
      containerDefinitions: containerDefinitions(task.container),
      skipDestroy: true,
    },
    opts,
  );
}
