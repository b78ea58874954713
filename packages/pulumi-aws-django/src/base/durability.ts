import type * as pulumi from "@pulumi/pulumi";
import { plainValue } from "../shared/inputs.ts";
import { Durability } from "./args.ts";

/** What `durability` decides where a setting isn't given by itself. */
export interface DurabilityDefaults {
  /** Whether AWS refuses to delete the database and the load balancer. */
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

/**
 * The options of a resource that AWS may refuse to delete: Pulumi refuses it too, already in its preview. A destroy would
 * else take everything away that depends on it before AWS gets to refuse.
 */
export function protectedLikeInAws(
  deletionProtection: pulumi.Input<boolean>,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return { ...opts, protect: plainValue(deletionProtection) === true };
}
