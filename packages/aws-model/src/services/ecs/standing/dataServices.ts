import { engines } from "../../../facts/engines.ts";
import { type Connection, connectionObstacle } from "../../../network/connections.ts";
import { type Network, networkOf, subnetOf, vpcOf } from "../../../network/network.ts";
import type { Launch } from "../../../rules/launch.ts";
import type { Finding, StandingRule } from "../../../rules/standingRule.ts";
import { text, texts } from "../../../world/reading.ts";
import type { Properties, WorldResource } from "../../../world/world.ts";
import { valuesOf } from "./containerValues.ts";

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

/** Network rules between tasks and the servers whose addresses they get. */
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
  const known = valuesOf(network, launch);
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
    reaches: "some",
  };
  const deaf = launch.subnets
    .map((id) => subnetOf(network, id))
    .map((subnet) => subnet && vpcOf(network, subnet.vpcId))
    .find((vpc) => vpc?.dnsSupport === false);
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
    error: postgresError,
  });
  const instances = network
    .all("aws:rds/instance:Instance")
    .map(({ state }) => server(text(state.address), state));
  return named(instances);
}

function caches(network: Network): Server[] {
  const subnetsOf = (group: unknown) =>
    texts(network.get("aws:elasticache/subnetGroup:SubnetGroup", String(group))?.state.subnetIds);
  const server = (host: string, port: number, { state }: WorldResource): Server => ({
    host,
    port,
    groups: texts(state.securityGroupIds),
    subnets: subnetsOf(state.subnetGroupName),
    error: redisError,
  });
  const groups = network.all("aws:elasticache/replicationGroup:ReplicationGroup").flatMap((resource) => {
    const { primaryEndpointAddress, readerEndpointAddress, configurationEndpointAddress, port } =
      resource.state;
    return [primaryEndpointAddress, readerEndpointAddress, configurationEndpointAddress].map((host) =>
      server(text(host), Number(port ?? engines.redis?.port), resource),
    );
  });
  return named(groups);
}

const named = (servers: Server[]): Server[] => servers.filter(({ host }) => host !== "");
