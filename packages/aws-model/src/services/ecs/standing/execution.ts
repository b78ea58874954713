import { noLogGroup } from "../../../ecs/tasks.ts";
import { account } from "../../../facts/account.ts";
import { permits } from "../../../iam/evaluate.ts";
import { endpointsOnTheWay, policyOf } from "../../../network/endpoints.ts";
import { called, networkOf } from "../../../network/network.ts";
import type { Launch, LaunchRule } from "../../../rules/launch.ts";
import type { Finding, StandingRule } from "../../../rules/standingRule.ts";
import { record, text } from "../../../world/reading.ts";
import type { World } from "../../../world/world.ts";
import { type Container, containersOf, ecrRepository, runsOnFargate } from "../definition.ts";
import { denied, executionRole } from "./roles.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

const noRegistry =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s):";

const noLogs =
  "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times:";

/** What the execution role does before the containers run: it logs in to the registry, pulls and makes log streams. */
export const executionRules: readonly LaunchRule[] = [
  {
    name: "execution-role-logs-in-to-registry",
    source: `${ecs}/task_execution_IAM_role.html`,
    check(launch, world) {
      const role = executionRole(launch, world);
      const [image] = imagesOfEcr(launch);
      if (!role || !image) return undefined;
      const request = { action: "ecr:GetAuthorizationToken", resource: "*", service: "ecr.api" };
      const because = denied({ ...request, region: image.region }, role, launch, world);
      return because && `${noRegistry} ${because}`;
    },
  },
  {
    name: "execution-role-pulls-images",
    source: `${ecs}/task_execution_IAM_role.html`,
    check(launch, world) {
      const role = executionRole(launch, world);
      if (!role) return undefined;
      for (const { image, host, arn, region } of imagesOfEcr(launch)) {
        for (const action of ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]) {
          const request = { action, resource: arn, service: "ecr.dkr", region };
          const because = denied(request, role, launch, world);
          if (because)
            return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pulling from host ${host} failed with status code [manifests ${tagOf(image)}]: 403 Forbidden. ${because}`;
        }
      }
      return undefined;
    },
  },
  {
    name: "endpoint-hands-out-layers",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms",
    check(launch, world) {
      if (!runsOnFargate(launch.definition)) return undefined;
      const network = networkOf(world);
      for (const { image, region } of imagesOfEcr(launch)) {
        const bucket = `prod-${region}-starport-layer-bucket`;
        const request = { action: "s3:GetObject", resource: `arn:aws:s3:::${bucket}/layer`, context: {} };
        const closed = endpointsOnTheWay(network, launch.subnets, "s3", region).find((endpoint) => {
          const policy = policyOf(endpoint);
          // ECR signs the request: the caller isn't known.
          return policy !== undefined && !permits(policy, () => true, request);
        });
        if (closed)
          return `CannotPullContainerError: failed to pull ${image}: failed to copy: httpReadSeeker: failed open: unexpected status code https://${bucket}.s3.${region}.amazonaws.com: 403 Forbidden. The policy of endpoint ${called(closed)} does not allow s3:GetObject on arn:aws:s3:::${bucket}/*.`;
      }
      return undefined;
    },
  },
  {
    name: "execution-role-makes-log-streams",
    source: `${ecs}/using_awslogs.html#enable_awslogs`,
    check(launch, world) {
      const role = executionRole(launch, world);
      if (!role) return undefined;
      for (const { name, group, stream, region, isMade } of logsOf(launch)) {
        const deniedLogs = (action: string, resource: string) =>
          denied({ action, resource, service: "logs", region }, role, launch, world);
        const noGroup =
          isMade &&
          !hasLogGroup(world, name, region) &&
          deniedLogs("logs:CreateLogGroup", `${group}:log-stream:`);
        if (noGroup) return `${noLogs} failed to create Cloudwatch log group: ${noGroup} : exit status 1`;
        const noStream = deniedLogs("logs:CreateLogStream", stream);
        if (noStream) return `${noLogs} failed to create Cloudwatch log stream: ${noStream} : exit status 1`;
      }
      return undefined;
    },
  },
  {
    name: "log-group-exists",
    source: `${ecs}/using_awslogs.html#enable_awslogs`,
    check(launch, world) {
      const missing = logsOf(launch).find((log) => !log.isMade && !hasLogGroup(world, log.name, log.region));
      return missing && noLogGroup;
    },
  },
];

/** A task starts without this right; its lines are lost. */
export const logRules: readonly StandingRule[] = [
  {
    name: "execution-role-writes-logs",
    source: `${ecs}/using_awslogs.html#enable_awslogs`,
    check: (world, launches) =>
      launches.flatMap((launch): Finding[] => {
        const role = executionRole(launch, world);
        if (!role) return [];
        return logsOf(launch).flatMap(({ stream, region }) => {
          const request = { action: "logs:PutLogEvents", resource: stream, service: "logs", region };
          const message = denied(request, role, launch, world);
          return message ? [{ urn: launch.urn, message }] : [];
        });
      }),
  },
];

/** The images in ECR that the containers run. */
function imagesOfEcr({ definition }: Launch) {
  return containersOf(definition).flatMap((container) => {
    const image = text(container.image);
    const repository = ecrRepository(image);
    if (!repository) return [];
    const { owner, region, name } = repository;
    const arn = `arn:aws:ecr:${region}:${owner}:repository/${name}`;
    return [{ image, host: image.split("/")[0], name, region, arn, isOurs: owner === account }];
  });
}

/** The tag of an image, or its digest. */
const tagOf = (image: string): string => /[:@]([^/]+)$/.exec(image)?.[1] ?? "latest";

/** Where the containers' lines go, by the driver `awslogs`. */
function logsOf({ definition, region: own }: Launch) {
  return containersOf(definition).flatMap((container) => {
    const { logDriver, options } = record(container.logConfiguration);
    const { "awslogs-group": group, "awslogs-region": given, ...more } = record(options);
    if (logDriver !== "awslogs" || group === undefined) return [];
    const region = String(given ?? own);
    const arn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
    return [
      {
        name: String(group),
        region,
        group: arn,
        stream: `${arn}:log-stream:${streamOf(container, more["awslogs-stream-prefix"])}`,
        isMade: String(more["awslogs-create-group"]) === "true",
      },
    ];
  });
}

const streamOf = ({ name }: Container, prefix: unknown): string =>
  `${prefix === undefined ? "" : `${prefix}/`}${name}/<task id>`;

function hasLogGroup(world: World, name: string, region: string): boolean {
  return [...world.resources(logGroupType), ...world.remains("log-group")].some(
    ({ state }) => state.name === name && state.region === region,
  );
}
