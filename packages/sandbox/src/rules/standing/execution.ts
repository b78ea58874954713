import { noLogGroup } from "../../ecs/tasks.ts";
import { refusal } from "../../iam/evaluate.ts";
import { readPolicy } from "../../iam/policy.ts";
import { account } from "../../provider/config.ts";
import { record } from "../../world/reading.ts";
import type { World } from "../../world/world.ts";
import { type Container, containersOf } from "../containers/definition.ts";
import type { Launch, LaunchRule } from "./launch.ts";
import { launches } from "./launches.ts";
import { accessDenied, contextOf, executionRole } from "./roles.ts";
import type { Finding, StandingRule } from "./standingRule.ts";

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
      const action = "ecr:GetAuthorizationToken";
      const because = refusal({ action, resource: "*", context: contextOf(role, launch.region) }, role);
      return because && `${noRegistry} ${accessDenied(role, action, "*", because)}`;
    },
  },
  {
    name: "execution-role-pulls-images",
    source: `${ecs}/task_execution_IAM_role.html`,
    check(launch, world) {
      const role = executionRole(launch, world);
      if (!role) return undefined;
      for (const { arn, name, isOurs } of imagesOfEcr(launch)) {
        const policy = world.get("aws:ecr/repositoryPolicy:RepositoryPolicy", name)?.state.policy;
        const policies = isOurs ? { ...role, resource: readPolicy(policy) } : role;
        for (const action of ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]) {
          const because = refusal(
            { action, resource: arn, context: contextOf(role, launch.region) },
            policies,
          );
          if (because) return `CannotPullECRContainerError: ${accessDenied(role, action, arn, because)}`;
        }
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
      for (const { group, stream, isMade } of logsOf(launch)) {
        const denied = (action: string, resource: string) => {
          const because = refusal({ action, resource, context: contextOf(role, launch.region) }, role);
          return because && accessDenied(role, action, resource, because);
        };
        const noGroup = isMade && denied("logs:CreateLogGroup", `${group}:log-stream:`);
        if (noGroup) return `${noLogs} failed to create Cloudwatch log group: ${noGroup} : exit status 1`;
        const noStream = denied("logs:CreateLogStream", stream);
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
    check: (world) =>
      launches(world).flatMap((launch): Finding[] => {
        const role = executionRole(launch, world);
        if (!role) return [];
        const action = "logs:PutLogEvents";
        return logsOf(launch).flatMap(({ stream }) => {
          const because = refusal(
            { action, resource: stream, context: contextOf(role, launch.region) },
            role,
          );
          return because ? [{ urn: launch.urn, message: accessDenied(role, action, stream, because) }] : [];
        });
      }),
  },
];

/** The repositories in ECR that the containers' images are in. */
function imagesOfEcr({ definition }: Launch) {
  return containersOf(definition).flatMap(({ image }) => {
    const [, owner, region, name = ""] =
      /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(String(image)) ?? [];
    if (owner === undefined) return [];
    return [{ name, isOurs: owner === account, arn: `arn:aws:ecr:${region}:${owner}:repository/${name}` }];
  });
}

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
