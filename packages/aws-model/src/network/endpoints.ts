import { readPolicy, type Statement } from "../iam/policy.ts";
import { text, texts } from "../world/reading.ts";
import type { WorldResource } from "../world/world.ts";
import { called, type Network, subnetOf, type Vpc, vpcOf } from "./network.ts";
import { routeTableOf } from "./routes.ts";

/** An endpoint of a service of AWS in a VPC, with addresses there. */
export interface InterfaceEndpoint {
  /** For messages. */
  called: string;
  subnets: string[];
  groups: string[];
}

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/**
 * The endpoint that the names of a service lead to inside a VPC. Everything in the VPC then uses it and nothing else,
 * even what has another way. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function endpointBehindName(
  network: Network,
  vpc: Vpc,
  service: string,
  region: string,
): WorldResource | undefined {
  if (!vpc.dnsSupport || !vpc.dnsHostnames) return undefined;
  return network
    .all(endpointType)
    .find(
      (candidate) =>
        candidate.state.vpcEndpointType === "Interface" &&
        candidate.state.vpcId === vpc.id &&
        candidate.state.privateDnsEnabled === true &&
        isOf(candidate, service, region),
    );
}

/** Where an endpoint is in its VPC. */
export function placeOf(endpoint: WorldResource): InterfaceEndpoint {
  const { state } = endpoint;
  return {
    called: called(endpoint),
    subnets: texts(state.subnetIds),
    groups: texts(state.securityGroupIds),
  };
}

/** The gateway endpoint by which a route table leads to a service. */
export function gatewayTo(
  network: Network,
  routeTable: string,
  service: string,
  region: string,
): WorldResource | undefined {
  return network
    .all(endpointType)
    .find(
      (endpoint) =>
        isGateway(endpoint) &&
        isOf(endpoint, service, region) &&
        texts(endpoint.state.routeTableIds).includes(routeTable),
    );
}

/** The endpoints that calls to a service from some subnets go through. */
export function endpointsOnTheWay(
  network: Network,
  subnets: readonly string[],
  service: string,
  region: string,
): WorldResource[] {
  const found = subnets.flatMap((id) => {
    const subnet = subnetOf(network, id);
    const vpc = subnet && vpcOf(network, subnet.vpcId);
    if (!subnet || !vpc) return [];
    const table = routeTableOf(network, subnet);
    const gateway = table && gatewayTo(network, table.id, service, region);
    return gateway ?? endpointBehindName(network, vpc, service, region) ?? [];
  });
  return [...new Set(found)];
}

/** The policy of an endpoint; undefined where it lets everything through. */
export function policyOf({ state }: WorldResource): Statement[] | undefined {
  const policy = text(state.policy);
  return policy === "" ? undefined : readPolicy(policy);
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
