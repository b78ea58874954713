import {
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitions,
  registerTaskDefinition,
} from "./definitions.ts";
import { batchGetImage, describeImages, getDownloadUrlForLayer } from "./registry.ts";
import {
  createCluster,
  createService,
  deleteService,
  describeClusters,
  describeServices,
  updateService,
} from "./services.ts";
import { describeTargetHealth, filterLogEvents, getLogEvents } from "./surroundings.ts";
import { describeTasks, executeCommand, listTasks, runTask, stopTaskCall } from "./taskCalls.ts";

/**
 * The API calls that the model answers, as `<service>.<operation>`: `(state, input) => output`, both in the shape of AWS's
 * JSON (of Target Health: of its SDK). Times in ECS's and ECR's output are seconds since 1970, in that of CloudWatch Logs
 * milliseconds. Errors are AwsErrors. Advance the state to the time of the call first.
 */
export const ECS_CALLS = {
  "ecs.CreateCluster": createCluster,
  "ecs.DescribeClusters": describeClusters,
  "ecs.RegisterTaskDefinition": registerTaskDefinition,
  "ecs.DeregisterTaskDefinition": deregisterTaskDefinition,
  "ecs.DescribeTaskDefinition": describeTaskDefinition,
  "ecs.ListTaskDefinitions": listTaskDefinitions,
  "ecs.CreateService": createService,
  "ecs.UpdateService": updateService,
  "ecs.DeleteService": deleteService,
  "ecs.DescribeServices": describeServices,
  "ecs.RunTask": runTask,
  "ecs.StopTask": stopTaskCall,
  "ecs.DescribeTasks": describeTasks,
  "ecs.ListTasks": listTasks,
  "ecs.ExecuteCommand": executeCommand,
  "ecr.BatchGetImage": batchGetImage,
  "ecr.DescribeImages": describeImages,
  "ecr.GetDownloadUrlForLayer": getDownloadUrlForLayer,
  "logs.GetLogEvents": getLogEvents,
  "logs.FilterLogEvents": filterLogEvents,
  "elbv2.DescribeTargetHealth": describeTargetHealth,
} as const;
