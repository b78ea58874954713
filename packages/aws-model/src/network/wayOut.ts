import { text } from "../world/reading.ts";
import { connectionObstacle, type Party } from "./connections.ts";
import { endpointBehindName, gatewayTo, placeOf } from "./endpoints.ts";
import { called, type Network, type Subnet, subnetOf, type Vpc, vpcOf } from "./network.ts";
import { type Route, routesToInternet, routeTableOf } from "./routes.ts";
import { groupObstacle, groupsIn } from "./securityGroups.ts";

/** Something in a VPC that calls services of AWS. */
export interface Caller extends Party {
  /** Whether it has a public address. */
  publicIp: boolean;
}

/** What it calls, by HTTPS. */
export interface Service {
  /** As in the name of its endpoint: `ecr.api`; undefined for a host that is not AWS's. */
  name: string | undefined;
  region: string;
}

const HTTPS = 443;

/** Somewhere on the internet. */
const INTERNET = { addresses: "internet", groups: [] } as const;

/** Why a service can't be reached from one of the caller's subnets; undefined if it may be reached from all. */
export function serviceObstacle(network: Network, caller: Caller, service: Service): string | undefined {
  const subnets = caller.subnets.map((id) => subnetOf(network, id));
  for (const subnet of subnets.length > 0 ? subnets : [undefined]) {
    const obstacle = obstacleFrom(network, subnet, caller, service);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function obstacleFrom(
  network: Network,
  subnet: Subnet | undefined,
  caller: Caller,
  service: Service,
): string | undefined {
  const vpc = subnet && vpcOf(network, subnet.vpcId);
  const groups = groupsIn(vpc, caller.groups);
  if (!subnet || !vpc) {
    return groupObstacle(network, groups, "egress", { addresses: undefined, groups: undefined }, HTTPS);
  }
  // What can be reached by IPv6 is not known.
  if (subnet.ipv6Only) return undefined;
  if (!vpc.dnsSupport) return `VPC ${vpc.called} resolves no names: its enableDnsSupport is off`;

  const { name, region } = service;
  if (name === undefined) return wayThroughInternet(network, subnet, caller, groups);
  const table = routeTableOf(network, subnet);
  if (table && gatewayTo(network, table.id, name, region)) {
    const peer = { ...INTERNET, service: name };
    return groupObstacle(network, groups, "egress", peer, HTTPS);
  }
  const named = endpointBehindName(network, vpc, name, region);
  if (named) {
    const endpoint = placeOf(named);
    const obstacle = connectionObstacle(network, {
      from: { subnets: [subnet.id], groups: caller.groups },
      to: endpoint,
      port: HTTPS,
      reaches: "some",
    });
    return obstacle && `${obstacle}, on the way to endpoint ${endpoint.called}`;
  }
  const obstacle = wayThroughInternet(network, subnet, caller, groups);
  return obstacle && `${obstacle}; VPC ${vpc.called} has no endpoint for ${name} either`;
}

function wayThroughInternet(
  network: Network,
  subnet: Subnet,
  { publicIp }: Caller,
  groups: readonly string[] | undefined,
): string | undefined {
  return (
    groupObstacle(network, groups, "egress", INTERNET, HTTPS) ??
    internetObstacle(network, subnet, publicIp ? "public address" : "private address")
  );
}

/** What connects to the internet, or is called from there (a load balancer). */
type Traveller = "public address" | "private address" | "NAT gateway" | "load balancer";

/** Why there is no way from a subnet to the internet; undefined if one of its routes may be one. */
export function internetObstacle(network: Network, subnet: Subnet, traveller: Traveller): string | undefined {
  const vpc = vpcOf(network, subnet.vpcId);
  const table = routeTableOf(network, subnet);
  if (!vpc || !table) return undefined;
  const routes = routesToInternet(table);
  const [first] = routes;
  if (!first) {
    return `Subnet ${subnet.called} has no route to the internet: route table ${table.called} has none for 0.0.0.0/0`;
  }
  const obstacles = routes.map((route) => routeObstacle(network, vpc, route, traveller));
  if (obstacles.includes(undefined)) return undefined;
  return `Subnet ${subnet.called} has no way to the internet by route ${first.destination} of route table ${table.called}: ${obstacles[0]}`;
}

function routeObstacle(
  network: Network,
  vpc: Vpc,
  { kind, target }: Route,
  traveller: Traveller,
): string | undefined {
  if (kind === "elsewhere") return undefined;
  if (kind === "internet") return gatewayObstacle(network, vpc, target, traveller);
  if (traveller === "NAT gateway") return "it leads to another NAT gateway, not to an internet gateway";
  if (traveller === "load balancer") return "it leads to a NAT gateway, which lets nobody in";
  return natObstacle(network, target);
}

function gatewayObstacle(network: Network, vpc: Vpc, id: string, traveller: Traveller): string | undefined {
  const gateway = network.get("aws:ec2/internetGateway:InternetGateway", id);
  if (!gateway) return `it is a blackhole, there is no internet gateway ${id}`;
  if (gateway.state.vpcId !== vpc.id)
    return `internet gateway ${called(gateway)} is not attached to VPC ${vpc.called}`;
  if (traveller !== "private address") return undefined;
  return `internet gateway ${called(gateway)} takes public addresses only, and assignPublicIp is off`;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html */
function natObstacle(network: Network, id: string): string | undefined {
  const nat = network.get("aws:ec2/natGateway:NatGateway", id);
  if (!nat) return `it is a blackhole, there is no NAT gateway ${id}`;
  const { connectivityType, availabilityMode, subnetId } = nat.state;
  if (connectivityType === "private") return `NAT gateway ${called(nat)} is private, without a way out`;
  // A regional one is in no subnet: AWS gives it its addresses and routes.
  if (availabilityMode === "regional") return undefined;
  const subnet = subnetOf(network, text(subnetId));
  if (!subnet) return undefined;
  const obstacle = internetObstacle(network, subnet, "NAT gateway");
  return obstacle && `NAT gateway ${called(nat)} is cut off. ${obstacle}`;
}
