import { text, texts } from "../../world/reading.ts";
import type { Properties, World, WorldResource } from "../../world/world.ts";

const vpcType = "aws:ec2/vpc:Vpc";

/**
 * What ECS objects to in the network of a service. In a VPC that the world has, all subnets and groups are known; in others there
 * may be some that were there before.
 */
export function networkProblem(network: Properties, world: World): string | undefined {
  const subnets = texts(network.subnets);
  const groups = texts(network.securityGroups);
  if (subnets.length > 16) return "subnets can have at most 16 items.";
  if (groups.length > 5) return "securityGroups can have at most 5 items.";
  const known = (type: string, ids: string[]) => ids.flatMap((id) => world.get(type, id) ?? []);
  const knownSubnets = known("aws:ec2/subnet:Subnet", subnets);
  const knownGroups = known("aws:ec2/securityGroup:SecurityGroup", groups);
  const isHomeKnown = [...knownSubnets, ...knownGroups].some(({ state }) =>
    world.get(vpcType, text(state.vpcId)),
  );
  const noSubnet = subnets.find((id) => !has(knownSubnets, id));
  if (isHomeKnown && noSubnet !== undefined)
    return `Error retrieving subnet information for [${subnets.join(", ")}]: The subnet ID '${noSubnet}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`;
  const noGroup = groups.find((id) => !has(knownGroups, id) && !isDefaultGroup(world, id));
  if (isHomeKnown && noGroup !== undefined)
    return `Error retrieving security group information for [${groups.join(", ")}]: The security group '${noGroup}' does not exist (ErrorCode: InvalidGroup.NotFound)`;
  const [vpc, ...otherVpcs] = new Set(knownSubnets.map(({ state }) => state.vpcId));
  if (otherVpcs.length > 0) return "All subnets must belong to the same VPC.";
  const stranger = knownGroups.find(({ state }) => vpc !== undefined && state.vpcId !== vpc);
  return (
    stranger &&
    `Security group ${stranger.id} does not appear to belong to the same VPC as the input subnets.`
  );
}

const has = (resources: WorldResource[], id: string): boolean => resources.some((found) => found.id === id);

/** Each VPC has a default group that isn't a resource by itself. */
const isDefaultGroup = (world: World, id: string): boolean =>
  world.resources(vpcType).some(({ state }) => state.defaultSecurityGroupId === id);
