import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse, wrongValue } from "../shared/errors.ts";
import { isKnown } from "../shared/inputs.ts";

/**
 * Ends a preview that would make a server from a snapshot that doesn't exist. A server that was made from it before doesn't need it any more:
 * then the origin, which changes with what makes another server, is known.
 */
export function refuseUnknownSnapshot(
  snapshotIdentifier: pulumi.Input<string>,
  origin: pulumi.Output<string>,
  { parent }: pulumi.CustomResourceOptions,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  pulumi.output(snapshotIdentifier).apply(async (dbSnapshotIdentifier) => {
    if (await isKnown(origin)) return;
    const problem = await aws.rds
      .getSnapshot({ dbSnapshotIdentifier, includeShared: true, includePublic: true }, { parent })
      .then(() => undefined, toProblem(dbSnapshotIdentifier));
    if (problem !== undefined) refuse("DjangoBase", [problem]);
  });
}

const toProblem = (identifier: string) => (error: Error) =>
  wrongValue(
    "database.snapshotIdentifier",
    identifier,
    /returned no results|DBSnapshotNotFound/.test(error.message)
      ? "There is no such snapshot in this account and region. Write one that `aws rds describe-db-snapshots` lists, or the ARN of one that another account shares with this one."
      : `RDS can't be asked for it: ${error.message}`,
  );
