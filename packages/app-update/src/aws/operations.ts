import type * as scaling from "@aws-sdk/client-application-auto-scaling";
import type * as logs from "@aws-sdk/client-cloudwatch-logs";
import type * as dynamodb from "@aws-sdk/client-dynamodb";
import type * as ecr from "@aws-sdk/client-ecr";
import type * as ecs from "@aws-sdk/client-ecs";
import type * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type * as iam from "@aws-sdk/client-iam";
import type * as secretsmanager from "@aws-sdk/client-secrets-manager";
import type * as ssm from "@aws-sdk/client-ssm";
import type * as sts from "@aws-sdk/client-sts";

interface Operation<Input, Output> {
  /** Whether it changes anything: a dry run never makes such a call. */
  changes: boolean;
  /**
   * Whether the SDK must not repeat it by itself after an answer that never came, because it would take effect twice.
   */
  once: boolean;
  /** Only in the type: what goes in and what comes back. */
  types?: { input: Input; output: Output };
}

const read = <Input, Output>(): Operation<Input, Output> => ({ changes: false, once: false });
const change = <Input, Output>(): Operation<Input, Output> => ({ changes: true, once: false });
const changeOnce = <Input, Output>(): Operation<Input, Output> => ({ changes: true, once: true });

/** Every AWS API call this program makes: the whole of its port to AWS. */
export const OPERATIONS = {
  "ecs.DescribeClusters": read<ecs.DescribeClustersRequest, ecs.DescribeClustersResponse>(),
  "ecs.DescribeServices": read<ecs.DescribeServicesRequest, ecs.DescribeServicesResponse>(),
  "ecs.DescribeTaskDefinition": read<ecs.DescribeTaskDefinitionRequest, ecs.DescribeTaskDefinitionResponse>(),
  "ecs.DescribeTasks": read<ecs.DescribeTasksRequest, ecs.DescribeTasksResponse>(),
  "ecs.ListTaskDefinitions": read<ecs.ListTaskDefinitionsRequest, ecs.ListTaskDefinitionsResponse>(),
  "ecs.ListTasks": read<ecs.ListTasksRequest, ecs.ListTasksResponse>(),
  "ecs.RegisterTaskDefinition": changeOnce<
    ecs.RegisterTaskDefinitionRequest,
    ecs.RegisterTaskDefinitionResponse
  >(),
  "ecs.DeregisterTaskDefinition": change<
    ecs.DeregisterTaskDefinitionRequest,
    ecs.DeregisterTaskDefinitionResponse
  >(),
  "ecs.UpdateService": change<ecs.UpdateServiceRequest, ecs.UpdateServiceResponse>(),
  "ecs.RunTask": change<ecs.RunTaskRequest, ecs.RunTaskResponse>(),
  "ecs.StopTask": change<ecs.StopTaskRequest, ecs.StopTaskResponse>(),
  "ecs.ExecuteCommand": change<ecs.ExecuteCommandRequest, ecs.ExecuteCommandResponse>(),
  "ecr.BatchGetImage": read<ecr.BatchGetImageRequest, ecr.BatchGetImageResponse>(),
  "ecr.DescribeImages": read<ecr.DescribeImagesRequest, ecr.DescribeImagesResponse>(),
  "ecr.GetDownloadUrlForLayer": read<ecr.GetDownloadUrlForLayerRequest, ecr.GetDownloadUrlForLayerResponse>(),
  "ssm.GetParameter": read<ssm.GetParameterRequest, ssm.GetParameterResult>(),
  "ssm.DescribeParameters": read<ssm.DescribeParametersRequest, ssm.DescribeParametersResult>(),
  "secretsmanager.DescribeSecret": read<
    secretsmanager.DescribeSecretRequest,
    secretsmanager.DescribeSecretResponse
  >(),
  "logs.GetLogEvents": read<logs.GetLogEventsRequest, logs.GetLogEventsResponse>(),
  "logs.FilterLogEvents": read<logs.FilterLogEventsRequest, logs.FilterLogEventsResponse>(),
  "elbv2.DescribeTargetHealth": read<elbv2.DescribeTargetHealthInput, elbv2.DescribeTargetHealthOutput>(),
  "scaling.DescribeScalableTargets": read<
    scaling.DescribeScalableTargetsRequest,
    scaling.DescribeScalableTargetsResponse
  >(),
  "sts.GetCallerIdentity": read<sts.GetCallerIdentityRequest, sts.GetCallerIdentityResponse>(),
  "iam.SimulatePrincipalPolicy": read<iam.SimulatePrincipalPolicyRequest, iam.SimulatePolicyResponse>(),
  "dynamodb.GetItem": read<dynamodb.GetItemInput, dynamodb.GetItemOutput>(),
  "dynamodb.Query": read<dynamodb.QueryInput, dynamodb.QueryOutput>(),
  "dynamodb.PutItem": change<dynamodb.PutItemInput, dynamodb.PutItemOutput>(),
  "dynamodb.UpdateItem": change<dynamodb.UpdateItemInput, dynamodb.UpdateItemOutput>(),
};

export type OperationName = keyof typeof OPERATIONS;
export type InputOf<Name extends OperationName> = Types<Name>["input"];
export type OutputOf<Name extends OperationName> = Types<Name>["output"];
type Types<Name extends OperationName> = NonNullable<(typeof OPERATIONS)[Name]["types"]>;

/** The port to AWS: one call of it is one API call. */
export type Aws = <Name extends OperationName>(
  operation: Name,
  input: InputOf<Name>,
) => Promise<OutputOf<Name>>;

/** A port that passes on reads only: a call that would change anything is refused. */
export function readOnly(aws: Aws): Aws {
  return (operation, input) => {
    if (OPERATIONS[operation].changes) throw new Error(`A dry run doesn't call ${operation}`);
    return aws(operation, input);
  };
}
