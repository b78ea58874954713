import { networkOf } from "../../../network/network.ts";
import { type Service, serviceObstacle } from "../../../network/wayOut.ts";
import type { Launch, LaunchRule } from "../../../rules/launch.ts";
import type { StandingRule } from "../../../rules/standingRule.ts";
import { record, records, text } from "../../../world/reading.ts";
import type { Properties, World } from "../../../world/world.ts";
import { containersOf, ecrRepository, runsOnFargate } from "../definition.ts";

/*
 * On Fargate everything that a start needs goes through the network interface of the task itself: image, secrets, logs.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 *
 * KMS isn't needed: Secrets Manager and Parameter Store decrypt what they return.
 */

/** Something that a start calls, and what AWS says when there is no answer. */
interface Call extends Service {
  error: string;
}

const resourceErrors =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html";

const noSecrets = "ResourceInitializationError: unable to pull secrets or registry auth";

const noAnswer = "https response error StatusCode: 0, RequestID: ";

/** A placeholder for addresses of AWS: nobody has it. */
const timeout = "dial tcp 203.0.113.1:443: i/o timeout";

/** Network rules at the start of a task, in the order of Fargate's steps. */
export const wayOutRules: readonly LaunchRule[] = [
  rule("task-reaches-secrets", resourceErrors, secretCalls),
  rule("task-reaches-registry", resourceErrors, registryCalls),
  rule("task-reaches-logs", resourceErrors, logCalls),
  rule(
    "task-reaches-image",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html",
    imageCalls,
  ),
];

/** A shell in a task is a connection that the task opens. */
export const execRules: readonly StandingRule[] = [
  {
    name: "task-reaches-session-manager",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    check: (world, launches) =>
      launches
        .filter(({ executeCommand }) => executeCommand === true)
        .flatMap((launch) => {
          const call: Call = {
            name: "ssmmessages",
            region: launch.region,
            error:
              "An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation: The execute command failed due to an internal error. Try again later",
          };
          const message = runsOnFargate(launch.definition) ? firstFailure(launch, world, [call]) : undefined;
          return message === undefined ? [] : [{ urn: launch.urn, message }];
        }),
  },
];

function rule(
  name: string,
  source: string,
  callsOf: (container: Properties, region: string) => readonly Call[],
): LaunchRule {
  return {
    name,
    source,
    check: (launch, world) => {
      if (!runsOnFargate(launch.definition)) return undefined;
      const calls = containersOf(launch.definition).flatMap((container) => callsOf(container, launch.region));
      return firstFailure(launch, world, calls);
    },
  };
}

function firstFailure(launch: Launch, world: World, calls: readonly Call[]): string | undefined {
  const network = networkOf(world);
  const { subnets, securityGroups: groups, assignPublicIp: publicIp } = launch;
  for (const { error, ...service } of calls) {
    const obstacle = serviceObstacle(network, { subnets, groups, publicIp }, service);
    if (obstacle !== undefined) return `${error}. ${obstacle}.`;
  }
  return undefined;
}

function secretCalls(container: Properties, region: string): Call[] {
  const registry = text(record(container.repositoryCredentials).credentialsParameter);
  const sources = [
    // By name it is a secret of the same region.
    registry === "" || registry.startsWith("arn:")
      ? registry
      : `arn:aws:secretsmanager:${region}::secret:${registry}`,
    ...[...records(container.secrets), ...records(record(container.logConfiguration).secretOptions)].map(
      ({ valueFrom }) => text(valueFrom),
    ),
  ];
  return sources.filter((source) => source !== "").map((source) => secretCall(source, region));
}

function secretCall(source: string, region: string): Call {
  // arn:aws:secretsmanager:<region>:<account>:secret:<name>[:<key>:<stage>:<version>]; a parameter's is shorter, or its name.
  const parts = source.split(":");
  const home = source.startsWith("arn:") ? (parts[3] ?? region) : region;
  if (parts[2] !== "secretsmanager") {
    return {
      name: "ssm",
      region: home,
      error: `${noSecrets}: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. operation error SSM: GetParameters, ${noAnswer}, canceled, context deadline exceeded`,
    };
  }
  const secret = parts.slice(0, 7).join(":");
  return {
    name: "secretsmanager",
    region: home,
    error: `${noSecrets}: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${secret} from secrets manager: operation error Secrets Manager: GetSecretValue, ${noAnswer}, canceled, context deadline exceeded`,
  };
}

function registryCalls({ image }: Properties): Call[] {
  const region = ecrRepository(text(image))?.region;
  if (region === undefined) return [];
  return [
    {
      name: "ecr.api",
      region,
      error: `${noSecrets}: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, ${noAnswer}, request send failed, Post "https://api.ecr.${region}.amazonaws.com/": ${timeout}`,
    },
  ];
}

function logCalls({ logConfiguration }: Properties, region: string): Call[] {
  const { logDriver, options } = record(logConfiguration);
  if (logDriver !== "awslogs") return [];
  return [
    {
      name: "logs",
      region: text(record(options)["awslogs-region"]) || region,
      error:
        "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed",
    },
  ];
}

function imageCalls({ image: value }: Properties, taskRegion: string): Call[] {
  const image = text(value);
  if (image === "") return [];
  const error = (step: string) =>
    `CannotPullContainerError: The task cannot pull ${image} from the registry ${image}. There is a connection issue between the task and the registry. Check your task network configuration. : ${step}: ${timeout}`;
  const manifest = error(`failed to resolve ref ${image}: failed to do request: Head ${image}`);
  const region = ecrRepository(image)?.region;
  if (region === undefined) return [{ name: undefined, region: taskRegion, error: manifest }];
  const layers = error(`failed to copy: httpReadSeeker: failed open: failed to do request: Get ${image}`);
  return [
    { name: "ecr.dkr", region, error: manifest },
    // ECR keeps the layers in a bucket: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    { name: "s3", region, error: layers },
  ];
}
