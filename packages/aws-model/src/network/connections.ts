import { type Network, type Subnet, subnetOf, vpcOf } from "./network.ts";
import { mayLeadTo, routeTableOf } from "./routes.ts";
import { groupObstacle, groupsIn, type Peer } from "./securityGroups.ts";

/** One end of a connection: something with an address in one of the subnets. */
export interface Party {
  subnets: readonly string[];
  /** With none it is in the default group of its VPC. */
  groups: readonly string[];
}

/** Who connects to whom. */
export interface Connection {
  /** It has to get through from each of its subnets. */
  from: Party;
  to: Party;
  port: number;
  /** Whether it must get to `every` subnet of the other end, or `some` one is enough: a database is in one of its subnets. */
  reaches: "every" | "some";
}

/** The first obstacle to a TCP connection inside a network; undefined if it may be made. */
export function connectionObstacle(network: Network, connection: Connection): string | undefined {
  for (const from of placesOf(network, connection.from)) {
    const obstacles = placesOf(network, connection.to).map((to) =>
      obstacleBetween(network, from, to, connection),
    );
    const isStopped =
      connection.reaches === "every"
        ? obstacles.some((obstacle) => obstacle !== undefined)
        : obstacles.every((obstacle) => obstacle !== undefined);
    if (isStopped) return obstacles.find((obstacle) => obstacle !== undefined);
  }
  return undefined;
}

/** One end in one subnet. */
interface Place extends Peer {
  subnet: Subnet | undefined;
}

function placesOf(network: Network, { subnets, groups }: Party): Place[] {
  const known = subnets.map((id) => subnetOf(network, id));
  return (known.length > 0 ? known : [undefined]).map((subnet) => ({
    subnet,
    addresses: subnet?.blocks,
    groups: groupsIn(subnet && vpcOf(network, subnet.vpcId), groups),
  }));
}

function obstacleBetween(network: Network, from: Place, to: Place, { port }: Connection): string | undefined {
  return (
    groupObstacle(network, from.groups, "egress", to, port) ??
    routeObstacle(network, from.subnet, to.subnet) ??
    groupObstacle(network, to.groups, "ingress", from, port)
  );
}

function routeObstacle(
  network: Network,
  from: Subnet | undefined,
  to: Subnet | undefined,
): string | undefined {
  if (!from || !to || from.vpcId === to.vpcId) return undefined;
  const table = routeTableOf(network, from);
  if (!table || mayLeadTo(table, to)) return undefined;
  const other = vpcOf(network, to.vpcId)?.called ?? to.vpcId;
  return `Subnet ${from.called} has no route to subnet ${to.called}, which is in another VPC, ${other}`;
}
