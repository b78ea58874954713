import { DYNAMODB_CALLS, type DynamoState } from "../dynamodb/index.ts";
import { ECS_CALLS } from "../ecs/calls.ts";
import type { RegisterTaskDefinitionInput } from "../ecs/definitions.ts";
import type { EcsState } from "../ecs/state.ts";
import { AwsError } from "../shared/apiError.ts";
import { withEcs } from "./ecsWorld.ts";
import { describeAnyImages } from "./images.ts";
import {
  describeParameters,
  describeScalableTargets,
  describeSecret,
  getCallerIdentity,
  getParameter,
  type Place,
  simulatePrincipalPolicy,
} from "./settings.ts";
import { withTable } from "./tables.ts";
import { registerJudged } from "./taskDefinitions.ts";

/** Answers an API call: the input and the output are in the shape of AWS's JSON. Throws AwsErrors. */
type Call = (place: Place, input: never) => unknown;

/** Every call that app-update makes, no less and no more. */
export const CALLS = {
  "ecs.DescribeClusters": ecs(ECS_CALLS["ecs.DescribeClusters"]),
  "ecs.DescribeServices": ecs(ECS_CALLS["ecs.DescribeServices"]),
  "ecs.DescribeTaskDefinition": ecs(ECS_CALLS["ecs.DescribeTaskDefinition"]),
  "ecs.DescribeTasks": ecs(ECS_CALLS["ecs.DescribeTasks"]),
  "ecs.ListTaskDefinitions": ecs(ECS_CALLS["ecs.ListTaskDefinitions"]),
  "ecs.ListTasks": ecs(ECS_CALLS["ecs.ListTasks"]),
  "ecs.RegisterTaskDefinition": register,
  "ecs.DeregisterTaskDefinition": ecs(ECS_CALLS["ecs.DeregisterTaskDefinition"]),
  "ecs.UpdateService": ecs(ECS_CALLS["ecs.UpdateService"]),
  "ecs.RunTask": ecs(ECS_CALLS["ecs.RunTask"]),
  "ecs.StopTask": ecs(ECS_CALLS["ecs.StopTask"]),
  "ecs.ExecuteCommand": noShell,
  "ecr.BatchGetImage": ecs(ECS_CALLS["ecr.BatchGetImage"]),
  "ecr.DescribeImages": ecs(describeAnyImages),
  "ecr.GetDownloadUrlForLayer": ecs(ECS_CALLS["ecr.GetDownloadUrlForLayer"]),
  "logs.GetLogEvents": ecs(ECS_CALLS["logs.GetLogEvents"]),
  "logs.FilterLogEvents": ecs(ECS_CALLS["logs.FilterLogEvents"]),
  "elbv2.DescribeTargetHealth": describeTargetHealth,
  "ssm.GetParameter": getParameter,
  "ssm.DescribeParameters": describeParameters,
  "secretsmanager.DescribeSecret": describeSecret,
  "scaling.DescribeScalableTargets": describeScalableTargets,
  "sts.GetCallerIdentity": getCallerIdentity,
  "iam.SimulatePrincipalPolicy": simulatePrincipalPolicy,
  "dynamodb.GetItem": dynamodb(DYNAMODB_CALLS["dynamodb.GetItem"]),
  "dynamodb.Query": dynamodb(DYNAMODB_CALLS["dynamodb.Query"]),
  "dynamodb.PutItem": dynamodb(DYNAMODB_CALLS["dynamodb.PutItem"]),
  "dynamodb.UpdateItem": dynamodb(DYNAMODB_CALLS["dynamodb.UpdateItem"]),
} satisfies Record<string, Call>;

/** Answers the call with a name such as `ecs.RunTask`. */
export function answer(place: Place, name: string, input: unknown): unknown {
  const call: Call | undefined = Object.hasOwn(CALLS, name) ? CALLS[name as keyof typeof CALLS] : undefined;
  if (call === undefined)
    throw new AwsError(
      "UnknownOperationException",
      `The sandbox doesn't answer ${name}: it answers the calls that app-update makes.`,
    );
  return call(place, input as never);
}

function ecs<Input>(call: (state: EcsState, input: Input) => unknown): Call {
  return ({ world, region }, input) => withEcs(world, region, (state) => call(state, input));
}

function register({ world, region }: Place, input: RegisterTaskDefinitionInput): unknown {
  return withEcs(world, region, (state) => registerJudged(world, state, input));
}

function dynamodb<Input extends { TableName: string }>(
  call: (state: DynamoState, input: Input) => unknown,
): Call {
  return ({ world, region }, input: Input) =>
    withTable(world, region, input.TableName, (state) => call(state, input));
}

function describeTargetHealth({ world, region }: Place, input: { TargetGroupArn: string }): unknown {
  if (world.get("aws:lb/targetGroup:TargetGroup", input.TargetGroupArn)?.state.region !== region)
    throw new AwsError("TargetGroupNotFound", "One or more target groups not found");
  return withEcs(world, region, (state) => ECS_CALLS["elbv2.DescribeTargetHealth"](state, input));
}

function noShell(): never {
  throw new AwsError(
    "TargetNotConnectedException",
    "The sandbox's tasks are only modelled: there is no shell to connect to.",
  );
}
