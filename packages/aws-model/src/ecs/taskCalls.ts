import { AwsError } from "../shared/apiError.ts";
import { containerHealth } from "./health.ts";
import { clusterArn, definitionArn, newId, shortName, taskArn, usableDefinition } from "./names.ts";
import { clusterOf, findService } from "./services.ts";
import type { EcsState, Tag, Task, TaskContainer, TaskNetwork } from "./state.ts";
import { behaviours, startTask, stopTask } from "./tasks.ts";

export interface RunTaskInput {
  cluster?: string;
  taskDefinition: string;
  clientToken?: string;
  startedBy?: string;
  networkConfiguration?: {
    awsvpcConfiguration?: { subnets?: string[]; securityGroups?: string[]; assignPublicIp?: string };
  };
  overrides?: { containerOverrides?: { name?: string; command?: string[] }[] };
  enableExecuteCommand?: boolean;
  tags?: Tag[];
}

export function runTask(state: EcsState, input: RunTaskInput) {
  const cluster = clusterOf(state, input.cluster).name;
  const definition = usableDefinition(state, input.taskDefinition);
  const same = Object.values(state.tasks).find(
    (task) => input.clientToken !== undefined && task.clientToken === input.clientToken,
  );
  if (same !== undefined) return { tasks: [taskView(state, same)], failures: [] };
  const commands = (input.overrides?.containerOverrides ?? []).flatMap((override) =>
    override.name !== undefined && override.command ? [[override.name, override.command] as const] : [],
  );
  const task = startTask(state, {
    cluster,
    definition,
    startedBy: input.startedBy,
    clientToken: input.clientToken,
    commands: Object.fromEntries(commands),
    tags: input.tags,
    network: networkOf(input),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
  });
  const unplaceable = behaviours(state, task).find(([, behaviour]) => behaviour.unplaceable)?.[1].unplaceable;
  if (unplaceable === undefined) return { tasks: [taskView(state, task)], failures: [] };
  delete state.tasks[task.id];
  return { tasks: [], failures: [{ reason: unplaceable }] };
}

function networkOf({ networkConfiguration }: RunTaskInput): TaskNetwork | undefined {
  const given = networkConfiguration?.awsvpcConfiguration;
  if (given === undefined) return undefined;
  const { subnets = [], securityGroups = [], assignPublicIp } = given;
  return { subnets, securityGroups, assignPublicIp: assignPublicIp === "ENABLED" };
}

export function describeTasks(state: EcsState, input: { cluster?: string; tasks: string[] }) {
  const cluster = clusterOf(state, input.cluster).name;
  if (input.tasks.length > 100)
    throw new AwsError("InvalidParameterException", "Tasks cannot be more than 100.");
  const ids = input.tasks.map(shortName);
  return {
    tasks: ids.flatMap((id) => {
      const task = state.tasks[id];
      return task === undefined ? [] : [taskView(state, task)];
    }),
    failures: ids
      .filter((id) => state.tasks[id] === undefined)
      .map((id) => ({ arn: taskArn(state, cluster, id), reason: "MISSING" })),
  };
}

/** AWS returns no longer page, and this one where no size is asked for. */
const TASKS_PER_PAGE = 100;

export function listTasks(
  state: EcsState,
  input: {
    cluster?: string;
    family?: string;
    serviceName?: string;
    desiredStatus?: string;
    startedBy?: string;
    maxResults?: number;
    nextToken?: string;
  },
) {
  const cluster = clusterOf(state, input.cluster).name;
  if (input.serviceName !== undefined && findService(state, cluster, input.serviceName) === undefined)
    throw new AwsError("ServiceNotFoundException", "Service not found.");
  const tasks = Object.values(state.tasks)
    .filter((task) => task.cluster === cluster && task.desiredStatus === (input.desiredStatus ?? "RUNNING"))
    .filter((task) => input.family === undefined || task.definition.split(":")[0] === input.family)
    .filter((task) => input.serviceName === undefined || task.service === shortName(input.serviceName))
    .filter((task) => input.startedBy === undefined || task.startedBy === input.startedBy);
  const from = Number(input.nextToken ?? 0);
  const to = from + Math.min(input.maxResults ?? TASKS_PER_PAGE, TASKS_PER_PAGE);
  return {
    taskArns: tasks.slice(from, to).map((task) => taskArn(state, cluster, task.id)),
    ...(to < tasks.length ? { nextToken: String(to) } : {}),
  };
}

export function stopTaskCall(state: EcsState, input: { cluster?: string; task: string; reason?: string }) {
  const task = findTask(state, input.task);
  stopTask(state, task, "UserInitiated", input.reason ?? "Task stopped by user");
  return { task: taskView(state, task) };
}

export function executeCommand(
  state: EcsState,
  input: { cluster?: string; task: string; container?: string; command: string; interactive: boolean },
) {
  const task = findTask(state, input.task);
  if (task.phase !== "RUNNING" || !task.enableExecuteCommand)
    throw new AwsError(
      "InvalidParameterException",
      "The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.",
    );
  const sessionId = `ecs-execute-command-${newId(state, 17)}`;
  return {
    clusterArn: clusterArn(state, task.cluster),
    taskArn: taskArn(state, task.cluster, task.id),
    containerName: input.container ?? task.containers[0]?.name,
    interactive: input.interactive,
    session: {
      sessionId,
      streamUrl: `wss://ssmmessages.${state.region}.amazonaws.com/v1/data-channel/${sessionId}`,
      tokenValue: newId(state, 40),
    },
  };
}

function findTask(state: EcsState, reference: string): Task {
  const task = state.tasks[shortName(reference)];
  if (task === undefined)
    throw new AwsError("InvalidParameterException", "The referenced task was not found.");
  return task;
}

function taskView(state: EcsState, task: Task) {
  const at = (time: number | undefined) => (time === undefined ? undefined : time / 1000);
  return {
    taskArn: taskArn(state, task.cluster, task.id),
    clusterArn: clusterArn(state, task.cluster),
    taskDefinitionArn: definitionArn(state, task.definition),
    group: task.service === undefined ? `family:${task.definition.split(":")[0]}` : `service:${task.service}`,
    launchType: "FARGATE",
    lastStatus: task.phase,
    desiredStatus: task.desiredStatus,
    healthStatus: containerHealth(state, task),
    enableExecuteCommand: task.enableExecuteCommand,
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode, stoppedReason: task.stoppedReason }),
    createdAt: at(task.createdAt),
    startedAt: at(task.startedAt),
    stoppingAt: at(task.stoppingAt),
    stoppedAt: at(task.stoppedAt),
    tags: task.tags,
    containers: task.containers.map((container, index) => ({
      name: container.name,
      image: container.image,
      lastStatus: containerStatus(task, container),
      runtimeId: `${task.id}-${index}`,
      networkInterfaces: [{ privateIpv4Address: task.address }],
      ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
      ...(container.reason === undefined ? {} : { reason: container.reason }),
    })),
  };
}

function containerStatus({ phase }: Task, { startedAt, endedAt }: TaskContainer): string {
  if (phase === "STOPPED" || endedAt !== undefined) return "STOPPED";
  const isUp = phase === "RUNNING" || (phase === "PENDING" && startedAt !== undefined);
  return isUp ? "RUNNING" : "PENDING";
}
