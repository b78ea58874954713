import { type Aws, OPERATIONS, type OperationName } from "./operations.ts";

type Service = OperationName extends infer Name ? (Name extends `${infer S}.${string}` ? S : never) : never;

interface Client {
  send(command: unknown): Promise<unknown>;
}
type Sdk = Record<string, new (input: never) => unknown>;

/** The SDK of each service and the name of its client, loaded when a command first needs it: that keeps the start quick. */
const SDKS: Record<Service, [load: () => Promise<unknown>, client: string]> = {
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
  const clients = new Map<string, Promise<{ sdk: Sdk; client: Client }>>();

  function client(service: Service, attempts: number): Promise<{ sdk: Sdk; client: Client }> {
    const key = `${service} ${attempts}`;
    const known = clients.get(key) ?? connect(service, attempts, region);
    clients.set(key, known);
    return known;
  }

  return async (operation, input) => {
    const [service, name] = operation.split(".") as [Service, string];
    const { sdk, client: connected } = await client(service, OPERATIONS[operation].once ? 1 : ATTEMPTS);
    const Command = sdk[`${name}Command`] as new (input: unknown) => unknown;
    return (await connected.send(new Command(input))) as never;
  };
}

async function connect(service: Service, maxAttempts: number, region?: string) {
  const [load, clientName] = SDKS[service];
  const sdk = (await load()) as Sdk;
  const Client = sdk[clientName] as unknown as new (config: object) => Client;
  return { sdk, client: new Client({ retryMode: "adaptive", maxAttempts, ...(region ? { region } : {}) }) };
}
