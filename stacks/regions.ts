import { nearest } from "@ublog/terminal/nearest";
import type { DjangoBaseArgs, Problem } from "pulumi-aws-django";

/**
 * The regions of AWS in all partitions, as of November 2026. One that is missing can be used with `aws:skipRegionValidation`.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-central-2",
  "eu-isoe-west-1",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eusc-de-east-1",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-iso-east-1",
  "us-iso-west-1",
  "us-isob-east-1",
  "us-isob-west-1",
  "us-isof-east-1",
  "us-isof-south-1",
  "us-west-1",
  "us-west-2",
];

/** The form that the names of all regions have. */
const FORM = /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/;

/** Where the AWS provider takes its region from: the config, otherwise the first of these variables that is set. */
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"] as const;

/** The region that a stack's resources are made in, and what sets it. */
export interface Region {
  /** `aws:region`, or the environment variable. */
  path: string;
  name: string;
}

export interface RegionSettings {
  stack: string;
  /** `aws:region` of the config; undefined where it has none. */
  configured: string | undefined;
  /** Whether the config says that the region is right although it isn't in the table (`aws:skipRegionValidation`). */
  unchecked: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}

/** The region; undefined where nothing sets it. */
export function regionOf({ configured, environment }: RegionSettings): Region | undefined {
  if (configured !== undefined) return { path: "aws:region", name: configured };
  for (const variable of REGION_VARIABLES) {
    const name = environment[variable];
    if (name) return { path: `environment variable ${variable}`, name };
  }
  return undefined;
}

/** What is wrong with the region. */
export function problemsOfRegion(settings: RegionSettings): Problem[] {
  const { stack, unchecked } = settings;
  const region = regionOf(settings);
  if (!region?.name) {
    const given = region === undefined ? "is missing" : "is empty";
    const remedy = `Write the AWS region, for example: pulumi config set aws:region us-east-1 --stack ${stack}`;
    return [{ path: "aws:region", reason: `${given}. ${remedy}` }];
  }
  const { path, name } = region;
  if (REGIONS.includes(name) || (unchecked && FORM.test(name))) return [];
  return [{ path, reason: `is ${JSON.stringify(name)}, which is not an AWS region${remedy(name, stack)}` }];
}

/** What is wrong with the region of an app: nothing of a base can be used from another region. */
export function problemsOfAppRegion(
  stack: string,
  { path, name }: Region,
  base: { stack: string; region: string },
): Problem[] {
  if (name === base.region) return [];
  const remedy =
    path === "aws:region"
      ? `pulumi config set aws:region ${base.region} --stack ${stack}`
      : `write ${base.region}`;
  const reason = `is ${JSON.stringify(name)}, and the base ${JSON.stringify(base.stack)} is in ${base.region}. An app is in the region of its base: ${remedy}`;
  return [{ path, reason }];
}

/** Settings of a base that name something in another region than its own. */
export function problemsOfBaseRegion(
  { certificateArn, network }: DjangoBaseArgs,
  { name }: Region,
): Problem[] {
  const given = /^arn:[^:]+:acm:([^:]+):/.exec(String(certificateArn))?.[1];
  const certificate =
    given === undefined || given === name
      ? []
      : [
          {
            path: "certificateArn",
            reason: `is ${JSON.stringify(certificateArn)}. A load balancer in ${name} takes certificates of ${name} only. Write one of these.`,
          },
        ];
  const zones = (network?.availabilityZoneNames ?? []).flatMap((zone, index) =>
    zone.startsWith(name)
      ? []
      : [
          {
            path: `network.availabilityZoneNames[${index}]`,
            reason: `is ${JSON.stringify(zone)}, which isn't in ${name}. Write a zone of this region, for example "${name}a".`,
          },
        ],
  );
  return [...certificate, ...zones];
}

function remedy(region: string, stack: string): string {
  const close = nearest(region, REGIONS);
  const write =
    close === undefined
      ? 'Write the name of a region, for example "us-east-1" or "eu-central-1".'
      : `Did you mean ${close}?`;
  if (!FORM.test(region)) return `. ${write}`;
  const unchecked = `pulumi config set aws:skipRegionValidation true --stack ${stack}`;
  return ` that this checkout knows. ${write} If AWS has opened it since then, say so: ${unchecked}`;
}
