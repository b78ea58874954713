import { type Sdks, sdkClients } from "./clients.ts";
import { type Aws, OPERATIONS, type OperationName } from "./operations.ts";

type Service = OperationName extends infer Name ? (Name extends `${infer S}.${string}` ? S : never) : never;

const SDKS: Sdks<Service> = {
  ecs: [() => import("@aws-sdk/client-ecs"), "ECSClient"],
  ecr: [() => import("@aws-sdk/client-ecr"), "ECRClient"],
  ssm: [() => import("@aws-sdk/client-ssm"), "SSMClient"],
  secretsmanager: [() => import("@aws-sdk/client-secrets-manager"), "SecretsManagerClient"],
  logs: [() => import("@aws-sdk/client-cloudwatch-logs"), "CloudWatchLogsClient"],
  elbv2: [() => import("@aws-sdk/client-elastic-load-balancing-v2"), "ElasticLoadBalancingV2Client"],
  scaling: [() => import("@aws-sdk/client-application-auto-scaling"), "ApplicationAutoScalingClient"],
  sts: [() => import("@aws-sdk/client-sts"), "STSClient"],
  iam: [() => import("@aws-sdk/client-iam"), "IAMClient"],
  dynamodb: [() => import("@aws-sdk/client-dynamodb"), "DynamoDBClient"],
};

/**
 * How often the SDK tries a call, in its adaptive mode: throttling slows this program down, it doesn't fail it. The SDK's own
 * variable for it, AWS_MAX_ATTEMPTS, takes precedence.
 */
const ATTEMPTS = Number(process.env.AWS_MAX_ATTEMPTS) || 8;

/**
 * The port on the AWS SDK. Credentials, region and endpoints come from the SDK's own chain: environment variables, profiles,
 * roles, `AWS_ENDPOINT_URL`.
 */
export function sdkAws(region?: string): Aws {
  const send = sdkClients(SDKS, region ? { region } : {});
  return async (operation, input) =>
    (await send(operation, input, OPERATIONS[operation].once ? 1 : ATTEMPTS)) as never;
}
