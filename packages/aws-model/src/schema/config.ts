import { nearest } from "@ublog/terminal/nearest";
import { account } from "../facts/account.ts";
import type { CheckFailure, CheckResult } from "../shared/protocol.ts";
import { isUnknown } from "../shared/values.ts";
import { isObject, texts } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { defaultsKey } from "./typeCheck.ts";

/** What the provider's configuration means for the sandbox. */
export interface ProviderConfig {
  region: string;
  defaultTags: Record<string, string>;
  ignoreTags: { keys: string[]; keyPrefixes: string[] };
}

/** The configuration keys of pulumi-aws; true for those that hold more than a text and travel as JSON. */
const keys: Record<string, boolean> = {
  accessKey: false,
  allowedAccountIds: true,
  assumeRoleWithWebIdentity: true,
  assumeRoles: true,
  customCaBundle: false,
  defaultTags: true,
  ec2MetadataServiceEndpoint: false,
  ec2MetadataServiceEndpointMode: false,
  endpoints: true,
  forbiddenAccountIds: true,
  httpProxy: false,
  httpsProxy: false,
  ignoreTags: true,
  insecure: true,
  maxRetries: true,
  noProxy: false,
  profile: false,
  region: false,
  retryMode: false,
  s3UsEast1RegionalEndpoint: false,
  s3UsePathStyle: true,
  secretKey: false,
  sharedConfigFiles: true,
  sharedCredentialsFiles: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  skipRegionValidation: true,
  skipRequestingAccountId: true,
  stsRegion: false,
  tagPolicyCompliance: false,
  token: false,
  tokenBucketRateLimiterCapacity: true,
  useDualstackEndpoint: true,
  useFipsEndpoint: true,
  userAgents: true,
};

/** Keys that the engine adds. */
const engineKeys = new Set(["version", "pluginDownloadURL", "__internal", defaultsKey]);

const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Checks the configuration of a provider, the stack's or an explicit one. */
export function checkConfig(urn: string, given: Properties): CheckResult {
  const explicit = !/::default(_\d+)+/.test(urn);
  const where = (key: string) =>
    explicit ? `the provider's argument '${key}'` : `'pulumi config set aws:${key} <value>'`;
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string) =>
    failures.push({
      property,
      reason: `could not validate provider configuration: ${reason}`,
    });

  for (const key of Object.keys(given)) {
    if (key in keys || engineKeys.has(key)) continue;
    const guess = nearest(key, Object.keys(keys));
    fail(
      key,
      `'aws:${key}' is not a valid configuration key${guess ? `; did you mean 'aws:${guess}'?` : ""}`,
    );
  }

  const inputs = { ...given };
  const region = given.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined || region === "") {
    fail("", `Missing region information. Set it with ${where("region")}, for example to us-east-1`);
  } else if (!isUnknown(region) && !regionPattern.test(String(region))) {
    fail("region", `Invalid AWS Region: ${region}. Correct ${where("region")}`);
  } else inputs.region = region;

  const parsed = parse(given);
  const allowed = texts(parsed.allowedAccountIds);
  if (allowed.length > 0 && !allowed.includes(account)) {
    fail("allowedAccountIds", `AWS account ID not allowed: ${account} (the sandbox's account)`);
  }
  if (texts(parsed.forbiddenAccountIds).includes(account)) {
    fail("forbiddenAccountIds", `AWS account ID not allowed: ${account} (the sandbox's account)`);
  }
  return { inputs, failures };
}

/** Reads what matters to the sandbox out of a checked configuration. */
export function readConfig(config: Properties): ProviderConfig {
  const { region, defaultTags, ignoreTags } = parse(config);
  const tags = isObject(defaultTags) ? defaultTags.tags : undefined;
  const ignored = isObject(ignoreTags) ? ignoreTags : {};
  return {
    region: typeof region === "string" ? region : "",
    defaultTags: isObject(tags)
      ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]))
      : {},
    ignoreTags: {
      keys: texts(ignored.keys),
      keyPrefixes: texts(ignored.keyPrefixes),
    },
  };
}

/** Nested values travel as JSON texts. */
function parse(config: Properties): Properties {
  const result: Properties = {};
  for (const [key, value] of Object.entries(config)) {
    result[key] = value;
    if (!keys[key] || typeof value !== "string" || isUnknown(value)) continue;
    try {
      result[key] = JSON.parse(value) as Value;
    } catch {
      // A text where a list or object belongs; the schema of the key says nothing more.
    }
  }
  return result;
}
