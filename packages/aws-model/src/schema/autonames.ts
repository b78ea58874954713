import { resourceSchema } from "./awsSchema.ts";

/** How the provider names a resource that the program leaves unnamed. */
export interface Autoname {
  /** The property that gets the name. */
  property: string;
  maxLength: number;
  /** Between the logical name and the random digits. Defaults to `-`. */
  separator?: string;
  /** Number of random digits. Defaults to 7. */
  digits?: number;
  lowerCase?: true;
  prefix?: string;
  /** Appended when the given input is true. */
  suffixIf?: { input: string; suffix: string };
}

/** Where pulumi-aws differs from its rule "a property `name` of at most 255 characters". */
const exceptions: Record<string, Autoname | "none"> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    property: "replicationGroupId",
    maxLength: 40,
    lowerCase: true,
  },
  "aws:iam/role:Role": { property: "name", maxLength: 64 },
  "aws:kms/alias:Alias": { property: "name", maxLength: 238, prefix: "alias/" },
  "aws:lb/targetGroup:TargetGroup": { property: "name", maxLength: 32 },
  "aws:rds/instance:Instance": { property: "identifier", maxLength: 255, separator: "" },
  // The name of a record is a domain name.
  "aws:route53/record:Record": "none",
  "aws:s3/bucket:Bucket": { property: "bucket", maxLength: 63, lowerCase: true },
  "aws:sns/topic:Topic": {
    property: "name",
    maxLength: 80,
    suffixIf: { input: "fifoTopic", suffix: ".fifo" },
  },
};

/** How resources of this type are named, or undefined when the program or AWS has to name them. */
export function autonameOf(type: string): Autoname | undefined {
  const exception = exceptions[type];
  if (exception === "none") return undefined;
  if (exception) return exception;
  return resourceSchema(type).inputs.name ? { property: "name", maxLength: 255 } : undefined;
}
