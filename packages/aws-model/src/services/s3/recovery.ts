import { again, named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:s3/bucket:Bucket": { find: named("bucket"), holds: "a bucket" },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": { find: () => again, holds: false },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { find: () => again, holds: false },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { find: () => again, holds: false },
  "aws:s3/bucketPolicy:BucketPolicy": { find: () => again, holds: false },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { find: () => again, holds: false },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    find: () => again,
    holds: false,
  },
  "aws:s3/bucketV2:BucketV2": { holds: "a bucket" },
  "aws:s3/bucketVersioning:BucketVersioning": { find: () => again, holds: false },
};
