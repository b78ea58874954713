import type { Finding, StandingRule } from "../../rules/standingRule.ts";
import { covers } from "../../world/certificates.ts";
import { dnsName, targetName } from "../../world/dnsNames.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { World, WorldResource } from "../../world/world.ts";

const cloudFront = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

const distributions = (world: World): WorldResource[] =>
  world.resources("aws:cloudfront/distribution:Distribution");

/** Where a record points to, as far as that is a name of AWS: a load balancer's or a distribution's. */
function pointsTo({ state }: WorldResource): string[] {
  const names = [
    ...records(state.aliases).map(({ name }) => text(name)),
    ...(state.type === "CNAME" ? texts(state.records) : []),
  ];
  return names.map(targetName).filter((name) => /\.(elb\.amazonaws\.com|cloudfront\.net)$/.test(name));
}

function dangling(world: World): Finding[] {
  // A host that the world never had may be somebody else's.
  const gone = new Set(world.remains("host").map(({ id }) => id));
  return world.resources("aws:route53/record:Record").flatMap((resource) => {
    const target = pointsTo(resource).find((name) => gone.has(name));
    if (target === undefined) return [];
    const message = `https://${resource.state.fqdn}: net::ERR_NAME_NOT_RESOLVED. The record points to ${target}, which does not exist.`;
    return [{ urn: resource.urn, message }];
  });
}

function unknownToCdn(world: World): Finding[] {
  return world.resources("aws:route53/record:Record").flatMap((resource) => {
    const host = text(resource.state.fqdn);
    const targets = pointsTo(resource);
    const distribution = distributions(world).find(({ state }) =>
      targets.includes(dnsName(text(state.domainName))),
    );
    if (!distribution || covers(texts(distribution.state.aliases), host)) return [];
    const message = `https://${host}: 403 ERROR. The request could not be satisfied. Bad request. Distribution ${distribution.id} does not have it among its alternate domain names.`;
    return [{ urn: resource.urn, message }];
  });
}

/** Where the records of a world at rest lead. */
export const recordStanding: readonly StandingRule[] = [
  {
    name: "record-target-exists",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html",
    check: dangling,
  },
  {
    name: "record-host-known-to-distribution",
    source: `${cloudFront}/CNAMEs.html`,
    check: unknownToCdn,
  },
];
