import { text } from "./reading.ts";
import type { World, WorldResource } from "./world.ts";

const types = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** The world's buckets, also those of the type's former name. */
export const bucketsOf = (world: World): WorldResource[] => types.flatMap((type) => world.resources(type));

/** A bucket by its name; undefined where the world does not have it. */
export const bucketOf = (world: World, name: string): WorldResource | undefined =>
  types.map((type) => world.get(type, name)).find((bucket) => bucket !== undefined);

/** A bucket's policy: a resource of its own, or in the bucket's own settings. */
export const policyOf = (world: World, name: string): string =>
  text(world.get("aws:s3/bucketPolicy:BucketPolicy", name)?.state.policy) ||
  text(bucketOf(world, name)?.state.policy);
