import type { Invokes } from "../descriptor/invocation.ts";
import { account as accountId } from "../facts/account.ts";
import { zonesOf } from "../facts/regions.ts";
import { texts } from "../world/reading.ts";

const descriptions: Record<string, string> = {
  "eu-central-1": "Europe (Frankfurt)",
  "eu-west-1": "Europe (Ireland)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

/** What AWS says about the account and where it is. */
export const account: Invokes = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId,
    arn: `arn:aws:iam::${accountId}:user/sandbox`,
    id: accountId,
    userId: "AIDASANDBOXSANDBOX000",
  }),
  "aws:index/getPartition:getPartition": () => ({
    dnsSuffix: "amazonaws.com",
    id: "aws",
    partition: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": ({ args, region }) => {
    const name = String(args.region ?? args.name ?? region);
    return {
      description: descriptions[name] ?? name,
      endpoint: `ec2.${name}.amazonaws.com`,
      id: name,
      name,
      region: name,
    };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ args, region }) => {
    const excludedNames = texts(args.excludeNames);
    const excludedIds = texts(args.excludeZoneIds);
    const zones = zonesOf(region).filter(
      ({ name, id }) => !excludedNames.includes(name) && !excludedIds.includes(id),
    );
    return {
      groupNames: [region],
      id: region,
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
    };
  },
  "aws:index/getDefaultTags:getDefaultTags": ({ config }) => ({
    id: "aws",
    tags: { ...config.defaultTags },
  }),
};
