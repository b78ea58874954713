import { account } from "../../facts/account.ts";
import { permits } from "../../iam/evaluate.ts";
import { readPolicy, type Statement } from "../../iam/policy.ts";
import type { Finding, StandingRule } from "../../rules/standingRule.ts";
import { bucketsOf, policyOf } from "../../world/buckets.ts";
import { record, records, text } from "../../world/reading.ts";
import type { Properties, World, WorldResource } from "../../world/world.ts";

const cloudFront = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

const distributions = (world: World): WorldResource[] =>
  world.resources("aws:cloudfront/distribution:Distribution");

/** Keys that CloudFront may be allowed to read, one for each pattern of the policy. */
const keysOf = (policy: readonly Statement[], bucketArn: string): string[] =>
  policy
    .flatMap(({ effect, resources }) => (effect === "Allow" ? (resources ?? []) : []))
    .filter((pattern) => pattern === "*" || pattern.startsWith(`${bucketArn}/`))
    .map((pattern) => (pattern === "*" ? `${bucketArn}/key` : pattern.replaceAll(/[*?]/g, "x")));

/** Who an origin asks its bucket as: CloudFront, or nobody in particular. Undefined for an origin access identity. */
function reader(origin: Properties, world: World): "CloudFront" | "everybody" | undefined {
  if (text(record(origin.s3OriginConfig).originAccessIdentity) !== "") return undefined;
  const control = text(origin.originAccessControlId);
  if (control === "") return "everybody";
  const signing = world.get("aws:cloudfront/originAccessControl:OriginAccessControl", control)?.state
    .signingBehavior;
  return signing === "never" ? "everybody" : "CloudFront";
}

const hasAcl = (world: World, { id: bucket, state: { acl } }: WorldResource): boolean =>
  (typeof acl === "string" && acl !== "private") ||
  world
    .resources("aws:s3/bucketOwnershipControls:BucketOwnershipControls")
    .some(
      ({ state }) => state.bucket === bucket && record(state.rule).objectOwnership !== "BucketOwnerEnforced",
    );

function unreadable(world: World): Finding[] {
  const buckets = bucketsOf(world);
  return distributions(world).flatMap((distribution) =>
    records(distribution.state.origins).flatMap((origin) => {
      const host = text(origin.domainName);
      const bucket = buckets.find(
        ({ state }) => host === state.bucketRegionalDomainName || host === state.bucketDomainName,
      );
      const who = reader(origin, world);
      // What access lists say about single objects is not known.
      if (!bucket || who === undefined || (who === "everybody" && hasAcl(world, bucket))) return [];
      const policy = readPolicy(policyOf(world, bucket.id));
      const arn = text(distribution.state.arn);
      const isCloudFront = (principal: string) =>
        who === "CloudFront" && principal === "Service cloudfront.amazonaws.com";
      const isRead = keysOf(policy, text(bucket.state.arn)).some((resource) =>
        permits(policy, isCloudFront, {
          action: "s3:GetObject",
          resource,
          context: who === "CloudFront" ? { "aws:sourcearn": arn, "aws:sourceaccount": account } : {},
        }),
      );
      if (isRead) return [];
      const missing =
        who === "CloudFront"
          ? `does not allow cloudfront.amazonaws.com s3:GetObject with AWS:SourceArn ${arn}.`
          : "does not allow everybody s3:GetObject, and the origin has no origin access control that signs its requests.";
      const message = `https://${distribution.state.domainName}: 403 AccessDenied: Access Denied. The policy of bucket ${bucket.id} ${missing}`;
      return [{ urn: distribution.urn, message }];
    }),
  );
}

/** What CloudFront may read in the buckets of a world at rest. */
export const distributionStanding: readonly StandingRule[] = [
  {
    name: "distribution-reads-bucket",
    source: `${cloudFront}/private-content-restricting-access-to-s3.html`,
    check: unreadable,
  },
];
