import { DjangoApp, type DjangoAppArgs } from "../../../src/index.ts";
import { type RecordOptions, record } from "../../support/record.ts";
import { outputsOf } from "../../support/recordBase.ts";
import { baseContract } from "./base.ts";

/** Task definitions and clusters have ARNs that others cut apart. */
const answers: RecordOptions["answers"] = {
  "aws:ecs/taskDefinition:TaskDefinition": (_, inputs) => ({
    arn: `arn:aws:ecs:us-east-1:111122223333:task-definition/${inputs.family}:1`,
  }),
  "aws:ecs/cluster:Cluster": (_, inputs) => ({
    arn: `arn:aws:ecs:us-east-1:111122223333:cluster/${inputs.name}`,
  }),
  "aws:secretsmanager/secretVersion:SecretVersion": (name) => ({
    secretArn: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`,
  }),
};

/** Everything that an app with these settings registers, and its outputs. */
export function recordApp(args: Partial<DjangoAppArgs> = {}, name = "alpha", options: RecordOptions = {}) {
  return record(
    () => {
      const app = new DjangoApp(name, { base: baseContract, ...args });
      return outputsOf(app);
    },
    { answers, ...options },
  );
}

/** Everything that an app registers. */
export type AppRecording = Awaited<ReturnType<typeof recordApp>>;

/** A container definition as it is registered. */
export interface ContainerDefinition {
  name: string;
  image: string;
  command: string[];
  essential: boolean;
  environment: { name: string; value: string }[];
  secrets: { name: string; valueFrom: string }[];
  portMappings: { containerPort: number; hostPort: number; protocol: string }[];
  mountPoints: { sourceVolume: string; containerPath: string; readOnly: boolean }[];
  readonlyRootFilesystem: boolean;
  stopTimeout: number;
  linuxParameters: {
    initProcessEnabled: boolean;
    tmpfs?: { containerPath: string; size: number; mountOptions: string[] }[];
  };
  healthCheck?: {
    command: string[];
    interval: number;
    retries: number;
    startPeriod: number;
    timeout: number;
  };
  logConfiguration: { logDriver: string; options: Record<string, string> };
}

/** All containers in the tasks of a process: its own first. */
export function containersOf(
  recording: AppRecording,
  process: string,
  app = "alpha",
): [ContainerDefinition, ...ContainerDefinition[]] {
  const { inputs } = recording.one(TASK_DEFINITION, `${app}-${process}`);
  return JSON.parse(String(inputs.containerDefinitions));
}

/** The container of a process. */
export function containerOf(recording: AppRecording, process: string, app = "alpha"): ContainerDefinition {
  return containersOf(recording, process, app)[0];
}

/** The plain variables of a container. */
export function plainOf({ environment }: ContainerDefinition): Record<string, string> {
  return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
}

/** What the secrets of a container are read from. */
export function secretsOf({ secrets }: ContainerDefinition): Record<string, string> {
  return Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, valueFrom]));
}

/** The statements of a role's policy. */
export function statementsOf(recording: AppRecording, role: string): Statement[] {
  return JSON.parse(String(recording.one(ROLE_POLICY, role).inputs.policy)).Statement;
}

export interface Statement {
  Sid?: string;
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, unknown>>;
}

export const SERVICE = "aws:ecs/service:Service";
export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
export const RECORD = "aws:route53/record:Record";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
export const SCALING_POLICY = "aws:appautoscaling/policy:Policy";
export const SCHEDULED_ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const PARAMETER = "aws:ssm/parameter:Parameter";
