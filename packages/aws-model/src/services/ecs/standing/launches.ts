import { account } from "../../../facts/account.ts";
import type { Launch } from "../../../rules/launch.ts";
import { parameterValue } from "../../../world/parameters.ts";
import { record, records, text, texts } from "../../../world/reading.ts";
import type { Properties, Value, World } from "../../../world/world.ts";
import { definitionOf } from "../definition.ts";

/** Every task that the world's resources would start: services, schedules, and the templates that releases render. */
export function launches(world: World): Launch[] {
  const ofServices = world
    .resources("aws:ecs/service:Service")
    .flatMap(({ urn, state }) => launchOfService(world, urn, state, String(state.taskDefinition)) ?? []);
  const scheduled = schedules(world).flatMap(({ urn, region, parameters }) => {
    const definition = definitionOf(world, region, String(parameters.taskDefinitionArn));
    return definition === undefined
      ? []
      : [launchOf({ urn, region }, definition.state, parameters.networkConfiguration, parameters)];
  });
  const known = new Set([...ofServices, ...scheduled].map(({ definition }) => definition.arn));
  const templates = launchesOfTemplates(world).filter(({ definition }) => !known.has(definition.arn));
  return [...ofServices, ...scheduled, ...templates];
}

/** A task of a service, in one of its revisions; undefined where there is no such revision. */
export function launchOfService(
  world: World,
  urn: string,
  service: Properties,
  revision: string,
): Launch | undefined {
  const region = String(service.region);
  const definition = definitionOf(world, region, revision);
  if (definition === undefined) return undefined;
  return {
    ...launchOf({ urn, region }, definition.state, service.networkConfiguration, service),
    targets: records(service.loadBalancers).flatMap(({ targetGroupArn, containerName, containerPort }) =>
      targetGroupArn
        ? [
            {
              targetGroupArn: String(targetGroupArn),
              containerName: String(containerName),
              containerPort: Number(containerPort),
            },
          ]
        : [],
    ),
  };
}

/** A task that only a person's command starts. */
export function launchOf(
  { urn, region }: Pick<Launch, "urn" | "region">,
  definition: Properties,
  network: Value | undefined,
  { enableExecuteCommand = false }: Properties = {},
): Launch {
  const { subnets, securityGroups, assignPublicIp } = record(network);
  return {
    urn,
    region,
    definition,
    subnets: texts(subnets),
    securityGroups: texts(securityGroups),
    assignPublicIp: assignPublicIp === true,
    targets: [],
    executeCommand: enableExecuteCommand === true,
  };
}

/** Something that starts tasks at certain times. */
export interface Starter {
  urn: string;
  region: string;
  roleArn: string;
  clusterArn: string;
  /** What the role's trust policy has to name. */
  service: "scheduler.amazonaws.com";
  /** What the service says that it acts for. */
  sourceArn: string;
  /** `taskDefinitionArn`, `networkConfiguration` … */
  parameters: Properties;
}

/** The schedules of EventBridge Scheduler that start tasks. */
export function schedules(world: World): Starter[] {
  return world
    .resources("aws:scheduler/schedule:Schedule")
    .flatMap(({ urn, state }) => starterOfSchedule(urn, state) ?? []);
}

/** What a schedule starts; undefined if it doesn't start tasks. */
export function starterOfSchedule(urn: string, schedule: Properties): Starter | undefined {
  const { region, groupName = "default" } = schedule;
  const target = record(schedule.target);
  if (target.ecsParameters === undefined) return undefined;
  return {
    urn,
    region: String(region),
    roleArn: text(target.roleArn),
    clusterArn: text(target.arn),
    service: "scheduler.amazonaws.com",
    sourceArn: `arn:aws:scheduler:${region}:${account}:schedule-group/${groupName}`,
    parameters: record(target.ecsParameters),
  };
}

/** The templates that the deploy targets of an environment name: a release starts their tasks. */
function launchesOfTemplates(world: World): Launch[] {
  return world.resources("aws:ssm/parameter:Parameter").flatMap(({ state }) => {
    const { name, region } = state;
    if (!/^\/django\/[^/]+\/[^/]+\/deploy-targets$/.test(String(name))) return [];
    const targets = record(parse(parameterValue(state)));
    const tasks = [record(targets.update), ...records(targets.services), ...records(targets.scheduled)];
    return tasks.flatMap(({ template }) => {
      const found = definitionOf(world, String(region), String(template));
      if (found === undefined) return [];
      return [launchOf({ urn: found.urn, region: String(region) }, found.state, targets.network)];
    });
  });
}

function parse(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}
