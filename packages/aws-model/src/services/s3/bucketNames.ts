import { account } from "../../facts/account.ts";
import type { Rule } from "../../rules/rule.ts";
import { misshapen, type Shape, unless, when } from "../../rules/shapes.ts";
import { isSame } from "../../rules/twin.ts";
import { text } from "../../world/reading.ts";

const userGuide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const create = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html";
const type = "aws:s3/bucket:Bucket";

/** The one region where S3 itself once accepted other names, and returns an existing bucket. */
const oldest = "us-east-1";

/** What the provider checks before it asks S3, outside the oldest region. */
const provider: readonly Shape[] = [
  unless(/^.{3,63}$/, "%v must contain from 3 to 63 characters"),
  unless(/^[0-9a-z.-]+$/, "only lowercase alphanumeric characters and hyphens allowed in %v"),
  when(/^(\d{1,3}\.){3}\d{1,3}$/, "%v must not be formatted as an IP address"),
  when(/^\./, "%v cannot start with a period"),
  when(/\.$/, "%v cannot end with a period"),
  when(/\.\./, "%v can be only one period between labels"),
];

const providerInOldest: readonly Shape[] = [
  unless(/^[0-9A-Za-z_.-]+$/, "only alphanumeric, hyphens, periods, and underscores allowed in %v"),
];

const s3: readonly RegExp[] = [
  /^[0-9a-z][0-9a-z.-]{1,61}[0-9a-z]$/,
  /^(?!.*\.\.)(?!(\d{1,3}\.){3}\d{1,3}$)/,
  /^(?!xn--|sthree-|amzn-s3-demo-)/,
  /^(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)/,
];

/** Buckets of an account's own namespace in a region say so at the end of their names; no others do. */
const isOfNamespace = (bucket: string, namespace: string, region: string): boolean =>
  namespace === "account-regional" ? bucket.endsWith(`-${account}-${region}-an`) : !bucket.endsWith("-an");

export const bucketNameRules: readonly Rule[] = [
  {
    name: "bucket-name-validated",
    source: `${userGuide}/bucketnamingrules.html`,
    applies: { types: [type], on: ["create"] },
    check: ({ inputs, region }) => {
      const bucket = text(inputs.bucket);
      if (bucket === "") return undefined;
      const [problem] = misshapen(region === oldest ? providerInOldest : provider, bucket, "bucket");
      return problem === undefined
        ? undefined
        : { message: `validating S3 Bucket (${bucket}) name: ${problem}` };
    },
  },
  {
    name: "bucket-name-shape",
    source: `${userGuide}/bucketnamingrules.html`,
    applies: { types: [type], on: ["create"] },
    check: ({ inputs, region }) => {
      const bucket = text(inputs.bucket);
      const isFine =
        s3.every((pattern) => pattern.test(bucket)) &&
        isOfNamespace(bucket, text(inputs.bucketNamespace), region);
      if (bucket === "" || isFine) return undefined;
      return {
        doing: `creating S3 Bucket (${bucket})`,
        answer: { service: "S3", operation: "CreateBucket", code: "InvalidBucketName" },
        message: "The specified bucket is not valid.",
      };
    },
  },
  {
    name: "bucket-name",
    source: create,
    applies: { types: [type], on: ["create"] },
    // Names of buckets are unique across regions.
    check: ({ inputs, region, world }) => {
      const there = world.resources(type).find((other) => isSame(other.id, inputs.bucket));
      if (!there) return undefined;
      const doing = `creating S3 Bucket (${inputs.bucket})`;
      // The provider checks that itself there, since S3 would not object.
      if (region === oldest) return { doing, message: "BucketAlreadyExists" };
      return {
        doing,
        answer: { service: "S3", operation: "CreateBucket", status: 409, code: "BucketAlreadyOwnedByYou" },
        message: "Your previous request to create the named bucket succeeded and you already own it.",
      };
    },
  },
];
