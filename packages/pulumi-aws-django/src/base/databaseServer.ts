import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { cutName } from "../shared/names.ts";
import { protectedWith } from "./durability.ts";

/** Longest identifier of an RDS instance, and how much of it the random end takes. */
const MAX_IDENTIFIER = 63;
const SUFFIX_LENGTH = "-00000000".length;

/** What a server is made with for life: another value means another server. */
export interface Origin {
  username: pulumi.Input<string>;
  snapshotIdentifier: pulumi.Input<string> | undefined;
  /** The user's own key for its storage. */
  kmsKeyArn: pulumi.Input<string> | undefined;
}

export interface ServerName {
  /** A name for each server that ever exists, so that a new one, its logs and its last snapshot never meet those of the old one. */
  identifier: pulumi.Output<string>;
  /** From a record that is replaced before a server is: unknown in a preview that makes a server. */
  origin: pulumi.Output<string>;
}

/**
 * The identifier of the server. It is remembered, and changes with what makes another server.
 *
 * Another server needs two steps: the deletion protection has to be off before. AWS would notice only when it is to delete the old
 * server, and by then the new one would be there and in use. So the first record goes before it is replaced, and takes along the second
 * one, which depends on it: and there the engine looks whether that *was* protected, and not whether it is to be. Nothing has been
 * changed then, so that taking the settings back changes nothing.
 */
export function nameServer(
  name: string,
  { username, ...optional }: Origin,
  deletionProtection: pulumi.Input<boolean>,
  opts: pulumi.CustomResourceOptions,
): ServerName {
  // The settings that name the snapshot and the key can be taken out again: that makes no other server.
  const keepers: Record<string, pulumi.Input<string>> = { username };
  const ignoreChanges: string[] = [];
  for (const [setting, value] of Object.entries(optional)) {
    if (value === undefined) ignoreChanges.push(`keepers.${setting}`);
    else keepers[setting] = value;
  }
  const origin = new random.RandomId(
    `${name}-origin`,
    { byteLength: 4, keepers },
    { ...opts, ignoreChanges, deleteBeforeReplace: true },
  );
  const held = new random.RandomId(
    `${name}-deletion-protection`,
    { byteLength: 4, keepers: { origin: origin.hex } },
    protectedWith(deletionProtection, opts),
  );
  const suffix = new random.RandomId(
    name,
    { byteLength: 4, keepers },
    { ...opts, ignoreChanges, dependsOn: held },
  );
  return {
    identifier: pulumi.interpolate`${cutName(name, MAX_IDENTIFIER - SUFFIX_LENGTH)}-${suffix.hex}`,
    origin: origin.hex,
  };
}
