import { text } from "./reading.ts";
import type { Properties, World, WorldResource } from "./world.ts";

const types = ["aws:s3/bucket:Bucket"];

/** The world's buckets, including those of the type's former name. */
export const bucketsOf = (world: World): WorldResource[] => types.flatMap((type) => world.resources(type));

/** A bucket by its name; undefined where the world does not have it. */
export const bucketOf = (world: World, name: string): WorldResource | undefined =>
  types.map((type) => world.get(type, name)).find((bucket) => bucket !== undefined);

/** A bucket's policy: a resource of its own, or in the bucket's own settings. */
export const policyOf = (world: World, name: string): string =>
  text(world.get("aws:s3/bucketPolicy:BucketPolicy", name)?.state.policy) ||
  text(bucketOf(world, name)?.state.policy);

/** A setting of a bucket that is a resource of a type of its own. */
export const settingOf = (world: World, type: string, bucket: string): Properties | undefined =>
  world.resources(type).find(({ state }) => state.bucket === bucket)?.state;
