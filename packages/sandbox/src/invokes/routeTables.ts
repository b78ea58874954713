import { networkOf } from "../network/network.ts";
import { mainTable } from "../network/routes.ts";
import { records, text } from "../world/reading.ts";
import type { WorldResource } from "../world/world.ts";
import type { Invocation } from "./invoke.ts";

const tableType = "aws:ec2/routeTable:RouteTable";

/** The route tables of programs, and those that VPCs bring with them, with what they are associated with. */
export function routeTables({ world }: Invocation): WorldResource[] {
  const made = world.resources(tableType);
  const vpcs = world.resources("aws:ec2/vpc:Vpc");
  const brought = vpcs
    .filter(({ state }) => !made.some(({ id }) => id === state.defaultRouteTableId))
    .map(({ id, urn, state }) => ({
      type: tableType,
      id: text(state.defaultRouteTableId),
      urn,
      inputs: {},
      state: {
        ...world.get("aws:ec2/defaultRouteTable:DefaultRouteTable", text(state.defaultRouteTableId))?.state,
        ownerId: state.ownerId ?? "",
        region: state.region ?? "",
        vpcId: id,
      },
    }));
  const network = networkOf(world);
  const mains = vpcs.map(({ id }) => mainTable(network, id));
  return [...made, ...brought].map((table) => {
    const associations = [
      ...mains
        .filter(({ id }) => id === table.id)
        .map(({ associationId: id }) => ({ id, main: true, subnetId: "", gatewayId: "" })),
      ...world
        .resources("aws:ec2/routeTableAssociation:RouteTableAssociation")
        .filter(({ state }) => state.routeTableId === table.id)
        .map(({ id, state }) => ({
          id,
          main: false,
          subnetId: text(state.subnetId),
          gatewayId: text(state.gatewayId),
        })),
    ].map(({ id, ...association }) => ({
      routeTableAssociationId: id,
      routeTableId: table.id,
      ...association,
    }));
    const all = (property: "main" | "subnetId" | "gatewayId") =>
      records(associations).map((association) => association[property] ?? "");
    return {
      ...table,
      state: {
        ...table.state,
        associations,
        gatewayIds: all("gatewayId"),
        mains: all("main"),
        subnetIds: all("subnetId"),
      },
    };
  });
}
