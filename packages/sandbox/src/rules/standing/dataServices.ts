import { type Connection, connectionObstacle } from "../../network/connections.ts";
import { type Network, networkOf, subnetOf, vpcOf } from "../../network/network.ts";
import { TASK_PORTS } from "../../network/networkAcls.ts";
import { engines } from "../../recipes/engines.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties, WorldResource } from "../../world/world.ts";
import type { Launch } from "./launch.ts";
import type { Finding, StandingRule } from "./standingRule.ts";
import { toldTo } from "./toldValues.ts";

/** A server of RDS or ElastiCache, under one of its names. */
interface Server {
  host: string;
  port: number;
  groups: readonly string[];
  /** Empty where they are not known. */
  subnets: readonly string[];
  /** What its client prints when there is no answer. */
  error(host: string, port: number): string;
}

/** Rules of the network between tasks and the servers that they are told of. */
export const dataServiceRules: readonly StandingRule[] = [
  rule(
    "task-reaches-database",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html#CHAP_Troubleshooting.Connecting",
    databases,
  ),
  rule(
    "task-reaches-cache",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/TroubleshootingConnections.html",
    caches,
  ),
];

function rule(name: string, source: string, serversOf: (network: Network) => Server[]): StandingRule {
  return {
    name,
    source,
    check: (world, launches) => {
      const network = networkOf(world);
      const servers = serversOf(network);
      return launches.flatMap((launch) => findings(network, launch, servers));
    },
  };
}

function findings(network: Network, launch: Launch, servers: readonly Server[]): Finding[] {
  const known = toldTo(network, launch);
  return servers.flatMap((server) => {
    const { host, port, error } = server;
    if (!known.some((value) => names(value, host))) return [];
    const obstacle = obstacleTo(network, launch, server);
    return obstacle === undefined ? [] : [{ urn: launch.urn, message: `${error(host, port)}. ${obstacle}.` }];
  });
}

function obstacleTo(network: Network, launch: Launch, { groups, subnets, port }: Server): string | undefined {
  const connection: Connection = {
    from: { subnets: launch.subnets, groups: launch.securityGroups },
    to: { subnets, groups },
    port,
    clientPorts: TASK_PORTS,
    reaches: "some",
  };
  const deaf = launch.subnets
    .map((id) => subnetOf(network, id))
    .map((subnet) => subnet && vpcOf(network, subnet.vpcId))
    .find((vpc) => vpc?.resolver === "none");
  return deaf
    ? `VPC ${deaf.called} resolves no names: its enableDnsSupport is off`
    : connectionObstacle(network, connection);
}

/** Whether a text, such as a URL, has the host in it, and not as a part of another host's name. */
function names(value: string, host: string): boolean {
  const at = value.indexOf(host);
  if (at < 0) return false;
  return !/[\w.-]$/.test(value.slice(0, at)) && !/^(?:[\w-]|\.\w)/.test(value.slice(at + host.length));
}

const postgresError = (host: string, port: number): string =>
  `connection to server at "${host}", port ${port} failed: Connection timed out`;

const mysqlError = (host: string): string =>
  `(2003, "Can't connect to MySQL server on '${host}' (timed out)")`;

const redisError = (host: string, port: number): string =>
  `Error 110 connecting to ${host}:${port}. Connection timed out`;

function databases(network: Network): Server[] {
  const subnetsOf = (group: unknown) =>
    texts(network.get("aws:rds/subnetGroup:SubnetGroup", String(group))?.state.subnetIds);
  const server = (host: string, state: Properties): Server => ({
    host,
    port: Number(state.port),
    groups: texts(state.vpcSecurityGroupIds),
    subnets: subnetsOf(state.dbSubnetGroupName),
    error: /mysql|mariadb/.test(text(state.engine)) ? mysqlError : postgresError,
  });
  const instances = network
    .all("aws:rds/instance:Instance")
    .map(({ state }) => server(text(state.address), state));
  const clusters = network
    .all("aws:rds/cluster:Cluster")
    .flatMap(({ id, state }) =>
      [text(state.endpoint), text(state.readerEndpoint), ...membersOf(network, id)].map((host) =>
        server(host, state),
      ),
    );
  return named([...instances, ...clusters]);
}

const membersOf = (network: Network, cluster: string): string[] =>
  network
    .all("aws:rds/clusterInstance:ClusterInstance")
    .filter(({ state }) => state.clusterIdentifier === cluster)
    .map(({ state }) => text(state.endpoint));

function caches(network: Network): Server[] {
  const subnetsOf = (group: unknown) =>
    texts(network.get("aws:elasticache/subnetGroup:SubnetGroup", String(group))?.state.subnetIds);
  const server = (host: string, port: number, { state }: WorldResource): Server => ({
    host,
    port,
    groups: texts(state.securityGroupIds),
    subnets: state.subnetIds === undefined ? subnetsOf(state.subnetGroupName) : texts(state.subnetIds),
    error: redisError,
  });
  const groups = network.all("aws:elasticache/replicationGroup:ReplicationGroup").flatMap((resource) => {
    const { primaryEndpointAddress, readerEndpointAddress, configurationEndpointAddress, port } =
      resource.state;
    return [primaryEndpointAddress, readerEndpointAddress, configurationEndpointAddress].map((host) =>
      server(text(host), Number(port ?? engines.redis?.port), resource),
    );
  });
  const clusters = network
    .all("aws:elasticache/cluster:Cluster")
    .flatMap((resource) =>
      records(resource.state.cacheNodes).map(({ address, port }) =>
        server(text(address), Number(port), resource),
      ),
    );
  const serverless = network
    .all("aws:elasticache/serverlessCache:ServerlessCache")
    .flatMap((resource) =>
      records(resource.state.endpoints).map(({ address, port }) =>
        server(text(address), Number(port), resource),
      ),
    );
  return named([...groups, ...clusters, ...serverless]);
}

const named = (servers: Server[]): Server[] => servers.filter(({ host }) => host !== "");
