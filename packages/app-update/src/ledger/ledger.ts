import { isAwsError } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import { LostLease } from "../outcome.ts";
import { type Lease, type Lock, readLock } from "./lease.ts";
import { fromItem, type ReleaseRecord, recordKey, toItem } from "./record.ts";

/** How many of the newest releases a command looks at. */
const RECENT = 25;

/** What an environment remembers of its releases. */
export interface Ledger {
  /** Who holds the release lock, if anybody does. It may have expired. */
  lock?: Lock;
  /** The newest first. */
  records: ReleaseRecord[];
}

export async function readLedger(aws: Aws, table: string): Promise<Ledger> {
  const [lock, records] = await Promise.all([readLock(aws, table), readRecords(aws, table, RECENT)]);
  return { lock, records };
}

/** The newest records, at most `limit`. */
export async function readRecords(aws: Aws, table: string, limit: number): Promise<ReleaseRecord[]> {
  const answer = await aws("dynamodb.Query", {
    TableName: table,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: recordKey(0).pk } },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  });
  return (answer.Items ?? []).map(fromItem);
}

/**
 * Writes a record, whole: the same write twice does no harm. A run whose lease another one has taken over can't write any
 * more.
 */
export async function saveRecord(
  aws: Aws,
  table: string,
  lease: Lease,
  record: ReleaseRecord,
): Promise<void> {
  await lease.keep();
  record.fence = lease.fence;
  try {
    await aws("dynamodb.PutItem", {
      TableName: table,
      Item: toItem(record),
      ConditionExpression: "attribute_not_exists(pk) OR fence <= :fence",
      ExpressionAttributeValues: { ":fence": { N: String(lease.fence) } },
    });
  } catch (error) {
    if (isAwsError(error, "ConditionalCheckFailedException"))
      throw new LostLease(`Release ${record.number} was taken over by another run.`);
    throw error;
  }
}

/** The release that runs now: the newest that succeeded. */
export function currentRelease(records: ReleaseRecord[]): ReleaseRecord | undefined {
  return records.find((record) => record.state === "succeeded");
}

/** The update task of what runs now; a rollback has that of the release it brought back. */
export function currentUpdate(records: ReleaseRecord[]): ReleaseRecord["update"] | undefined {
  const current = currentRelease(records);
  const origin = records.find((record) => record.number === current?.restores) ?? current;
  return origin?.update;
}
