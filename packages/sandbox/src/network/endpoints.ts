import { records, text, texts } from "../world/reading.ts";
import type { WorldResource } from "../world/world.ts";
import { called, type Network, type Vpc } from "./network.ts";

/** An endpoint of a service of AWS in a VPC, with addresses there. */
export interface InterfaceEndpoint {
  /** For messages. */
  called: string;
  subnets: string[];
  groups: string[];
}

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/**
 * The endpoint that the names of a service lead to inside a VPC. All who are in the VPC then use it and nothing else,
 * also those with another way. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function endpointBehindName(
  network: Network,
  vpc: Vpc,
  service: string,
  region: string,
): InterfaceEndpoint | undefined {
  if (vpc.resolver !== "aws" || !vpc.dnsHostnames) return undefined;
  const endpoint = network
    .all(endpointType)
    .find(
      (candidate) =>
        candidate.state.vpcEndpointType === "Interface" &&
        candidate.state.vpcId === vpc.id &&
        candidate.state.privateDnsEnabled === true &&
        isOf(candidate, service, region),
    );
  if (!endpoint) return undefined;
  const { id, state } = endpoint;
  const joined = (type: string, property: string) =>
    network
      .all(type)
      .filter((association) => association.state.vpcEndpointId === id)
      .map((association) => text(association.state[property]));
  return {
    called: called(endpoint),
    subnets: [
      ...texts(state.subnetIds),
      ...records(state.subnetConfigurations).map(({ subnetId }) => text(subnetId)),
      ...joined("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "subnetId"),
    ],
    groups: [
      ...texts(state.securityGroupIds),
      ...joined("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "securityGroupId"),
    ],
  };
}

/** Whether a route table leads to a service by a gateway endpoint. */
export function hasGateway(network: Network, routeTable: string, service: string, region: string): boolean {
  const joined = network
    .all("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
    .filter(({ state }) => state.routeTableId === routeTable)
    .map(({ state }) => state.vpcEndpointId);
  return network
    .all(endpointType)
    .some(
      (endpoint) =>
        isGateway(endpoint) &&
        isOf(endpoint, service, region) &&
        (texts(endpoint.state.routeTableIds).includes(routeTable) || joined.includes(endpoint.id)),
    );
}

/** The service whose addresses are on a prefix list; undefined for all lists but those of gateway endpoints. */
export function prefixListService(network: Network, list: string): string | undefined {
  const endpoint = network
    .all(endpointType)
    .find((candidate) => isGateway(candidate) && candidate.state.prefixListId === list);
  return endpoint && text(endpoint.state.serviceName).split(".").at(-1);
}

const isGateway = ({ state }: WorldResource): boolean => (state.vpcEndpointType ?? "Gateway") === "Gateway";

const isOf = ({ state }: WorldResource, service: string, region: string): boolean =>
  text(state.serviceName).endsWith(`.${region}.${service}`);
