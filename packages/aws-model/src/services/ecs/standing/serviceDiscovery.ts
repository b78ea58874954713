import { connectionObstacle, type Party } from "../../../network/connections.ts";
import { type Network, networkOf, subnetOf, vpcOf } from "../../../network/network.ts";
import type { Launch } from "../../../rules/launch.ts";
import type { StandingRule } from "../../../rules/standingRule.ts";
import { record, text, texts } from "../../../world/reading.ts";
import { valuesOf } from "./containerValues.ts";

/** A service that others find by its name in a namespace. */
interface Neighbour extends Party {
  host: string;
  /** The VPC that can resolve the name. */
  vpcId: string;
}

/** Network rules between tasks that call each other by service discovery. */
export const serviceDiscoveryRules: readonly StandingRule[] = [
  {
    name: "task-reaches-neighbour",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html",
    check: (world, launches) => {
      const network = networkOf(world);
      const neighbours = neighboursIn(network);
      return launches.flatMap((launch) => {
        const told = valuesOf(network, launch);
        return neighbours.flatMap((neighbour) =>
          portsIn(told, neighbour.host)
            .map((port) => failure(network, launch, neighbour, port))
            .flatMap((message) => (message === undefined ? [] : [{ urn: launch.urn, message }])),
        );
      });
    },
  },
];

function neighboursIn(network: Network): Neighbour[] {
  const entries = network.all("aws:servicediscovery/service:Service");
  return network.all("aws:ecs/service:Service").flatMap(({ state }) => {
    const arn = record(state.serviceRegistries).registryArn;
    const entry = entries.find((candidate) => candidate.state.arn === arn);
    const namespace = network.get(
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
      text(record(entry?.state.dnsConfig).namespaceId),
    );
    if (!entry || !namespace) return [];
    const placed = record(state.networkConfiguration);
    return [
      {
        host: `${text(entry.state.name)}.${text(namespace.state.name)}`,
        vpcId: text(namespace.state.vpc),
        subnets: texts(placed.subnets),
        groups: texts(placed.securityGroups),
      },
    ];
  });
}

/** The ports of a host that texts call: `http://host:8000`, `host:8000`, `http://host`. */
function portsIn(told: readonly string[], host: string): number[] {
  const pattern = new RegExp(
    `(?:(https?)://|(?<![\\w.-]))${host.replaceAll(".", "\\.")}(?::(\\d+)|(?![\\w.-]))`,
    "g",
  );
  const ports = told.flatMap((value) =>
    [...value.matchAll(pattern)].flatMap(([, scheme, port]) => {
      if (port !== undefined) return [Number(port)];
      return scheme === undefined ? [] : [scheme === "https" ? 443 : 80];
    }),
  );
  return [...new Set(ports)];
}

function failure(
  network: Network,
  launch: Launch,
  { host, vpcId, ...to }: Neighbour,
  port: number,
): string | undefined {
  const vpcs = launch.subnets
    .map((id) => subnetOf(network, id))
    .flatMap((subnet) => (subnet && vpcOf(network, subnet.vpcId)) ?? []);
  const deaf = vpcs.find(({ dnsSupport }) => !dnsSupport);
  if (deaf)
    return `getaddrinfo ENOTFOUND ${host}. VPC ${deaf.called} resolves no names: its enableDnsSupport is off.`;
  const stranger = vpcs.find(({ id }) => id !== vpcId);
  if (stranger && vpcOf(network, vpcId)) {
    return `getaddrinfo ENOTFOUND ${host}. The namespace is not resolved in VPC ${stranger.called}.`;
  }
  const obstacle = connectionObstacle(network, {
    from: { subnets: launch.subnets, groups: launch.securityGroups },
    to,
    port,
    reaches: "every",
  });
  return obstacle && `connect ETIMEDOUT ${host}:${port}. ${obstacle}.`;
}
