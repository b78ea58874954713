import * as pulumi from "@pulumi/pulumi";
import { plainValue } from "../shared/inputs.ts";
import { Durability } from "./args.ts";

/** What `durability` decides where a setting isn't given. */
export interface DurabilityDefaults {
  /** Whether database, cache, load balancer and buckets can't be deleted: AWS refuses where it has such a setting, Pulumi always. */
  deletionProtection: boolean;
  /** Whether a snapshot stays when the database or the cache is deleted. */
  finalSnapshot: boolean;
  /** Days that daily snapshots of the cache are kept. */
  cacheSnapshotDays: number;
  /** Days in which a deleted secret can be restored. */
  secretRecoveryDays: number;
  /** Whether a destroy deletes buckets that aren't empty. */
  forceDestroy: boolean;
}

const DEFAULTS: Record<Durability, DurabilityDefaults> = {
  durable: {
    deletionProtection: true,
    finalSnapshot: true,
    cacheSnapshotDays: 1,
    secretRecoveryDays: 30,
    forceDestroy: false,
  },
  disposable: {
    deletionProtection: false,
    finalSnapshot: false,
    cacheSnapshotDays: 0,
    secretRecoveryDays: 0,
    forceDestroy: true,
  },
};

export function durabilityDefaults(durability: Durability = Durability.Durable): DurabilityDefaults {
  return DEFAULTS[durability];
}

/** Whether a part can't be deleted: what its own setting says, or else the durability of the base. */
export function protectionOf(
  args: { deletionProtection?: pulumi.Input<boolean> },
  defaults: DurabilityDefaults,
): pulumi.Input<boolean> {
  return args.deletionProtection ?? defaults.deletionProtection;
}

/** The options of a part that holds data or guards it: Pulumi neither deletes nor replaces it while its owner is protected. */
export function protectedWith(
  deletionProtection: pulumi.Input<boolean>,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return { ...opts, protect: plainValue(deletionProtection) === true };
}

/**
 * What keeps a destroy from deleting anything. The engine refuses what is protected when its turn comes, and deletes everything that
 * nothing protected depends on: routes, listeners, records. This one depends on everything in the component, and so its turn comes
 * first, and everything stays that it depends on. `more` is what other components made, which the engine doesn't count by itself.
 * It has no counterpart in AWS.
 */
export function refuseDestroy(
  name: string,
  isProtected: boolean,
  component: pulumi.ComponentResource,
  more: pulumi.Input<pulumi.Resource>[],
): void {
  new pulumi.ComponentResource(
    "pulumi-aws-django:index:DeletionProtection",
    `${name}-deletion-protection`,
    {},
    { parent: component, dependsOn: [component, ...more], protect: isProtected },
  );
}
