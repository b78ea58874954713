import { type Connection, connectionObstacle } from "../../src/network/connections.ts";
import { networkOf } from "../../src/network/network.ts";
import { type SmallNetwork, smallNetwork } from "./smallNetwork.ts";

export const toDatabase: Connection = {
  from: { subnets: ["subnet-private-a", "subnet-private-b"], groups: ["sg-tasks"] },
  to: { subnets: ["subnet-data-a", "subnet-data-b"], groups: ["sg-database"] },
  port: 5432,
  reaches: "some",
};

/** What stands between the tasks and the database after a change. */
export function obstacle(change: (network: SmallNetwork) => void, more: Partial<Connection> = {}) {
  const network = smallNetwork();
  change(network);
  return connectionObstacle(networkOf(network.world), { ...toDatabase, ...more });
}
