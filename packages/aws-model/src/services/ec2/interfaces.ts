import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties, World } from "../../world/world.ts";

/** A network interface that something has in a VPC. */
export interface Interface {
  subnets: readonly string[];
  groups: readonly string[];
  /** Whether it has a public address. */
  isPublic: boolean;
}

type Reader = (state: Properties, world: World) => Interface | undefined;

const inZone = (world: World, subnets: readonly string[], zone: unknown): string[] =>
  subnets.filter((id) => world.get("aws:ec2/subnet:Subnet", id)?.state.availabilityZone === zone);

const subnetsOfGroup = (world: World, type: string, name: unknown): string[] =>
  texts(world.get(type, text(name as string))?.state.subnetIds);

/** Where a database is: in each subnet of its group when it spans zones, otherwise in those of its own zone. */
const database: Reader = (state, world) => {
  const subnets = subnetsOfGroup(world, "aws:rds/subnetGroup:SubnetGroup", state.dbSubnetGroupName);
  return {
    subnets: state.multiAz === true ? subnets : inZone(world, subnets, state.availabilityZone),
    groups: texts(state.vpcSecurityGroupIds),
    isPublic: state.publiclyAccessible === true,
  };
};

/** What has network interfaces, by its type. A service has one for each task, so only while it runs some. */
const readers: Record<string, Reader> = {
  "aws:ec2/instance:Instance": ({ subnetId, vpcSecurityGroupIds, publicIp }) => ({
    subnets: [text(subnetId)],
    groups: texts(vpcSecurityGroupIds),
    isPublic: text(publicIp) !== "",
  }),
  "aws:ec2/natGateway:NatGateway": ({ subnetId, connectivityType }) => ({
    subnets: [text(subnetId)],
    groups: [],
    isPublic: connectivityType !== "private",
  }),
  "aws:ec2/networkInterface:NetworkInterface": ({ subnetId, securityGroups }) => ({
    subnets: [text(subnetId)],
    groups: texts(securityGroups),
    isPublic: false,
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ subnetIds, securityGroupIds, vpcEndpointType }) =>
    vpcEndpointType === "Gateway"
      ? undefined
      : { subnets: texts(subnetIds), groups: texts(securityGroupIds), isPublic: false },
  "aws:ecs/service:Service": ({ networkConfiguration, runningCount, pendingCount }) => {
    const { subnets, securityGroups, assignPublicIp } = record(networkConfiguration);
    const tasks = Number(runningCount ?? 0) + Number(pendingCount ?? 0);
    // With fewer tasks than subnets it isn't known which of them have one.
    return tasks === 0
      ? undefined
      : {
          subnets: tasks < texts(subnets).length ? [] : texts(subnets),
          groups: texts(securityGroups),
          isPublic: assignPublicIp === true,
        };
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": (
    { subnetGroupName, securityGroupIds, multiAzEnabled },
    world,
  ) => {
    const subnets = subnetsOfGroup(world, "aws:elasticache/subnetGroup:SubnetGroup", subnetGroupName);
    return {
      subnets: multiAzEnabled === true || subnets.length === 1 ? subnets : [],
      groups: texts(securityGroupIds),
      isPublic: false,
    };
  },
  "aws:lb/loadBalancer:LoadBalancer": ({ subnets, subnetMappings, securityGroups, internal }) => ({
    subnets: [...texts(subnets), ...records(subnetMappings).map(({ subnetId }) => text(subnetId))],
    groups: texts(securityGroups),
    isPublic: internal !== true,
  }),
  "aws:rds/instance:Instance": database,
};

/** A task that somebody started, apart from services. */
interface StartedTask {
  phase: string;
  service?: string;
  network?: { subnets: string[]; securityGroups: string[]; assignPublicIp: boolean };
}

/** Every network interface that there is. */
export function interfaces(world: World): Interface[] {
  const ofResources = Object.entries(readers).flatMap(([type, read]) =>
    world.resources(type).map(({ state }) => read(state, world)),
  );
  const ofTasks = world.contents("task").map(({ value }) => {
    const { phase, service, network } = value as StartedTask;
    if (phase === "STOPPED" || service !== undefined || !network) return undefined;
    const { subnets, securityGroups: groups, assignPublicIp: isPublic } = network;
    return { subnets: subnets.length === 1 ? subnets : [], groups, isPublic };
  });
  return [...ofResources, ...ofTasks].filter((one) => one !== undefined);
}
