import { createHash } from "node:crypto";

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

/** The name of a prefix list of AWS; undefined for one that AWS doesn't have. */
export const prefixListName = (id: string, region: string): string | undefined =>
  prefixListNames(region).find((name) => prefixListId(name, region) === id);

const pseudoId = (name: string, region: string): string =>
  `pl-${createHash("sha256").update(`${name} ${region}`).digest("hex").slice(0, 8)}`;
