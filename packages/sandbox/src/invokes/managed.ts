import { createHash } from "node:crypto";
import { hostedZone } from "../recipes/regions.ts";
import type { Properties } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";

/** When the policies below were read. */
export const policiesAsOf = "November 2026";

/** AWS's own CloudFront policies: they have the same ids in every account. */
export const policies = {
  cache: {
    "Managed-Amplify": "2e54312d-136d-493c-8eb9-b001f22f67d2",
    "Managed-Amplify-Default": "4d1d2f1d-3a71-49ad-9e08-7ea5d843a556",
    "Managed-Amplify-DefaultNoCookies": "a6bad946-36c3-4c33-aa98-362c74a7fb13",
    "Managed-Amplify-ImageOptimization": "1c6db51a-a33f-469a-8245-dae26771f530",
    "Managed-Amplify-StaticContent": "7e5fad67-ee98-4ad0-b05a-394999eefc1a",
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-Elemental-MediaPackage": "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    UseOriginCacheControlHeaders: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
  },
  originRequest: {
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-Elemental-MediaTailor-PersonalizedManifests": "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    "Managed-HostHeaderOnly": "bf0718e1-ba1e-49d1-88b1-f726733018ae",
    "Managed-UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
  },
  responseHeaders: {
    "Managed-CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
    "Managed-CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
  },
};

/** A CloudFront policy by name or id: AWS's own, or one of the world. */
function policy(
  what: string,
  type: string,
  managed: Record<string, string>,
  { args, world }: Invocation,
): Properties {
  const { id, name } = args;
  const own = world
    .resources(type)
    .find((resource) => resource.id === id || (name !== undefined && resource.state.name === name));
  if (own) return { ...own.state, id: own.id };
  const known = Object.entries(managed).find(([knownName, knownId]) => knownId === id || knownName === name);
  if (!known) {
    throw new Error(
      id === undefined
        ? `no matching CloudFront ${what} (${name})`
        : `reading CloudFront ${what} (${id}): couldn't find resource`,
    );
  }
  const kind = what.toLowerCase().replaceAll(" ", "-");
  return {
    arn: `arn:aws:cloudfront:::${kind}/${known[1]}`,
    comment: "",
    etag: "E23ZP02F085DFQ",
    id: known[1],
    name: known[0],
  };
}

/** The prefix list of the addresses from which CloudFront calls origins, by region. */
const cloudFrontPrefixLists: Record<string, string> = {
  "ap-northeast-1": "pl-58a04531",
  "ap-northeast-2": "pl-22a6434b",
  "ap-south-1": "pl-9aa247f3",
  "ap-southeast-1": "pl-31a34658",
  "ap-southeast-2": "pl-b8a742d1",
  "ca-central-1": "pl-38a64351",
  "eu-central-1": "pl-a3a144ca",
  "eu-north-1": "pl-fab65393",
  "eu-west-1": "pl-4fa04526",
  "eu-west-2": "pl-93a247fa",
  "eu-west-3": "pl-75b1541c",
  "sa-east-1": "pl-5da64334",
  "us-east-1": "pl-3b927c52",
  "us-east-2": "pl-b6a144df",
  "us-west-1": "pl-4ea04527",
  "us-west-2": "pl-82a045eb",
};

function prefixListId(name: string, region: string): string | undefined {
  if (name === "com.amazonaws.global.cloudfront.origin-facing")
    return cloudFrontPrefixLists[region] ?? pseudoId(name, region);
  return [`com.amazonaws.${region}.s3`, `com.amazonaws.${region}.dynamodb`].includes(name)
    ? pseudoId(name, region)
    : undefined;
}

const prefixListNames = (region: string): string[] => [
  "com.amazonaws.global.cloudfront.origin-facing",
  `com.amazonaws.${region}.s3`,
  `com.amazonaws.${region}.dynamodb`,
];

/** The name of a prefix list of AWS; undefined for one that AWS hasn't. */
export const prefixListName = (id: string, region: string): string | undefined =>
  prefixListNames(region).find((name) => prefixListId(name, region) === id);

const pseudoId = (name: string, region: string): string =>
  `pl-${createHash("sha256").update(`${name} ${region}`).digest("hex").slice(0, 8)}`;

function prefixList({ args, region, world }: Invocation): Properties {
  const wanted = args.name ?? filterValue(args, "prefix-list-name");
  const own = world
    .resources("aws:ec2/managedPrefixList:ManagedPrefixList")
    .find((resource) => resource.id === args.id || (wanted !== undefined && resource.state.name === wanted));
  if (own) return { ...own.state, id: own.id };
  const name = prefixListNames(region).find(
    (candidate) => candidate === wanted || prefixListId(candidate, region) === args.id,
  );
  const id = name === undefined ? undefined : prefixListId(name, region);
  if (name === undefined || id === undefined) throw new Error("no matching EC2 Managed Prefix List found");
  return {
    addressFamily: "IPv4",
    arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
    entries: [{ cidr: "120.52.22.96/27", description: "" }],
    id,
    maxEntries: 0,
    name,
    ownerId: "AWS",
    tags: {},
    version: 0,
  };
}

function filterValue(args: Properties, name: string): string | undefined {
  if (!Array.isArray(args.filters)) return undefined;
  for (const filter of args.filters as Properties[]) {
    if (filter.name === name && Array.isArray(filter.values)) return String(filter.values[0]);
  }
  return undefined;
}

/** The accounts from which load balancers write their access logs, by region. */
const loadBalancerAccounts: Record<string, string> = {
  "af-south-1": "098369216593",
  "ap-east-1": "754344448648",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-south-1": "718504428378",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ca-central-1": "985666609251",
  "eu-central-1": "054676820928",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "me-south-1": "076674570225",
  "sa-east-1": "507241528517",
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
};

/** What AWS itself owns, the same for every account. */
export const managed: Invokes = {
  "aws:cloudfront/getCachePolicy:getCachePolicy": (invocation) =>
    policy("Cache Policy", "aws:cloudfront/cachePolicy:CachePolicy", policies.cache, invocation),
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": (invocation) =>
    policy(
      "Origin Request Policy",
      "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
      policies.originRequest,
      invocation,
    ),
  "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": (invocation) =>
    policy(
      "Response Headers Policy",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
      policies.responseHeaders,
      invocation,
    ),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": prefixList,
  "aws:ec2/getPrefixList:getPrefixList": (invocation) => {
    const { id, name } = prefixList({
      ...invocation,
      args: {
        ...invocation.args,
        ...(invocation.args.prefixListId === undefined ? {} : { id: invocation.args.prefixListId }),
      },
    });
    return { cidrBlocks: ["52.216.0.0/15"], id: id ?? "", name: name ?? "", prefixListId: id ?? "" };
  },
  "aws:elb/getHostedZoneId:getHostedZoneId": ({ region }) => ({ id: hostedZone("elb", region) }),
  "aws:lb/getHostedZoneId:getHostedZoneId": ({ region }) => ({ id: hostedZone("elb", region) }),
  "aws:elb/getServiceAccount:getServiceAccount": ({ region }) => {
    const id = loadBalancerAccounts[region];
    if (id === undefined) {
      throw new Error(
        `unsupported AWS Region: ${region}; use the service principal logdelivery.elasticloadbalancing.amazonaws.com`,
      );
    }
    return { arn: `arn:aws:iam::${id}:root`, id };
  },
  "aws:s3/getCanonicalUserId:getCanonicalUserId": () => {
    const id = createHash("sha256").update("sandbox").digest("hex");
    return { displayName: "sandbox", id };
  },
};
