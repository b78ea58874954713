import { records, text, texts } from "../world/reading.ts";
import type { Properties, WorldResource } from "../world/world.ts";
import { mayBeIn } from "./addresses.ts";
import { overlaps, readBlock } from "./blocks.ts";
import { called, type Network, type Subnet } from "./network.ts";

/** Where a route leads. `elsewhere` isn't followed any further: a peering or a transit gateway, for example. */
export interface Route {
  /** A block, or the id of a prefix list. */
  destination: string;
  kind: "nat" | "internet" | "elsewhere";
  target: string;
}

export interface RouteTable {
  id: string;
  /** For messages. */
  called: string;
  /** In addition to the one inside the VPC, which each table has. */
  routes: readonly Route[];
}

const tableType = "aws:ec2/routeTable:RouteTable";

/** The table that a subnet uses: its own, or the main one of its VPC. Undefined where that isn't in the world. */
export function routeTableOf(network: Network, subnet: Subnet): RouteTable | undefined {
  const own = network
    .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .find(({ state }) => state.subnetId === subnet.id);
  const id = text(own?.state.routeTableId) || mainTable(network, subnet.vpcId);
  if (!id) return undefined;
  const table = network.get(tableType, id);
  const isMade = network.all("aws:ec2/vpc:Vpc").some(({ state }) => state.mainRouteTableId === id);
  if (!table && !isMade) return undefined;
  return {
    id,
    called: table ? called(table) : `main (${id})`,
    routes: [
      ...inline(table),
      ...network
        .all("aws:ec2/route:Route")
        .filter(({ state }) => state.routeTableId === id)
        .map(({ state }) => routeOf(state, text(state.destinationCidrBlock))),
    ].filter(({ destination }) => destination !== ""),
  };
}

/** The routes that may lead to public addresses of AWS, the one for all addresses first. */
export const routesToInternet = ({ routes }: RouteTable): Route[] =>
  routes
    .filter(({ destination }) => {
      const block = readBlock(destination);
      return block ? mayBeIn("internet", block) : destination.startsWith("pl-");
    })
    .sort((a, b) => (readBlock(a.destination)?.prefix ?? 32) - (readBlock(b.destination)?.prefix ?? 32));

/** Whether a route may lead to a subnet of another VPC. */
export const mayLeadTo = ({ routes }: RouteTable, { blocks }: Subnet): boolean =>
  routes.some(({ destination, kind }) => {
    const block = readBlock(destination);
    return kind === "elsewhere" && (!block || blocks.some((other) => overlaps(block, other)));
  });

/** The main table of a VPC. Empty where the VPC isn't in the world. */
const mainTable = (network: Network, vpcId: string): string =>
  text(network.get("aws:ec2/vpc:Vpc", vpcId)?.state.mainRouteTableId);

function inline(table: WorldResource | undefined): Route[] {
  const routes = records(table?.state.routes).map((route) => routeOf(route, text(route.cidrBlock)));
  // What a VPN announces, which may be anything.
  const announced = texts(table?.state.propagatingVgws).map(
    (target): Route => ({ destination: "0.0.0.0/0", kind: "elsewhere", target }),
  );
  return [...routes, ...announced];
}

function routeOf(route: Properties, block: string): Route {
  const destination = block || text(route.destinationPrefixListId);
  const nat = text(route.natGatewayId);
  if (nat) return { destination, kind: "nat", target: nat };
  const gateway = text(route.gatewayId);
  if (gateway.startsWith("igw-")) return { destination, kind: "internet", target: gateway };
  return { destination, kind: "elsewhere", target: gateway };
}
