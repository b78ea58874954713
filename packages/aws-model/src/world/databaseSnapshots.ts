import type { Properties, World } from "./world.ts";

/** The snapshots of databases: those that programs made, and those that deleted servers left. */
export function snapshotsOf(world: World): Properties[] {
  return [
    ...world.resources("aws:rds/snapshot:Snapshot").map(({ state }) => state),
    ...world.remains("snapshot").map(({ id, state }) => ({ dbSnapshotIdentifier: id, ...state })),
  ];
}

/** Whether a snapshot is the one of this identifier or ARN. */
export const isSnapshot = (snapshot: Properties, identifier: string): boolean =>
  snapshot.dbSnapshotIdentifier === identifier.replace(/^arn:.*:snapshot:/, "");
