import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { isAwsError } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import { formatDuration, formatTime, MINUTE } from "../clock.ts";
import { LostLease, Refusal } from "../outcome.ts";
import type { Session } from "../session.ts";

/**
 * The release lock of an environment: an item that one run owns for two minutes at a time. A run renews it while it works;
 * one that died stops doing so, and whoever comes after the two minutes takes it over. The clocks of the machines that
 * release may differ by up to a minute.
 */
const LEASE = 2 * MINUTE;
/** It is renewed when less than this is left. */
const RENEW_BELOW = MINUTE;

const KEY = { pk: { S: "lock" }, sk: { S: "lock" } };
const NAMES = { "#owner": "owner" };

const lockSchema = z.object({
  /** The run that has it. */
  owner: z.string(),
  /** When it ends, in milliseconds since 1970. */
  expires: z.number(),
  /** Counts the leases of this environment. */
  fence: z.number(),
  holder: z.object({
    /** What the run is doing, for example `release v1.2.3`. */
    doing: z.string(),
    /** Since when, in milliseconds since 1970. */
    since: z.number(),
    actor: z.string(),
    run: z.string().optional(),
    attempt: z.number().optional(),
  }),
});

export type Lock = z.infer<typeof lockSchema>;

/** The right to change the environment, for as long as it is kept. */
export interface Lease {
  /** Grows with every lease: what an older one writes is refused. */
  fence: number;
  /** Renews the lease where it is due. Call it before every change and in every wait. Throws LostLease or Interrupted. */
  keep(): Promise<void>;
  release(): Promise<void>;
}

export async function readLock(aws: Aws, table: string): Promise<Lock | undefined> {
  const { Item } = await aws("dynamodb.GetItem", { TableName: table, Key: KEY, ConsistentRead: true });
  return Item?.owner === undefined ? undefined : lockSchema.parse(unmarshall(Item));
}

/** Whether a lock keeps this session out. An earlier attempt of the same GitHub run is over, so its lock doesn't. */
export function isHeld(session: Session, lock: Lock | undefined): boolean {
  if (lock === undefined || lock.expires < session.clock.now()) return false;
  const { run, attempt = 1 } = session.identity;
  return run === undefined || lock.holder.run !== run || (lock.holder.attempt ?? 1) >= attempt;
}

/** Who holds the lock and since when, as a sentence. */
export function holderSentence(session: Session, lock: Lock): string {
  const { actor, doing, run, since } = lock.holder;
  const held = formatDuration(session.clock.now() - since);
  const left = formatDuration(lock.expires - session.clock.now());
  const where = run === undefined ? "" : ` in ${run}`;
  return `${actor} holds the release lock: \`${doing}\`${where}, since ${formatTime(since)} (${held}). If that run is dead, its lock ends in ${left}; run this command again then.`;
}

/** Does something while holding the lock. */
export async function underLease<T>(
  session: Session,
  table: string,
  doing: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await takeLease(session, table, doing);
  try {
    return await work(lease);
  } finally {
    await lease.release().catch(() => {
      session.progress.warn("The release lock couldn't be given back: it ends by itself within two minutes.");
    });
  }
}

/** Takes the lock, also one that has expired, and says so. Refuses while somebody else holds it. */
async function takeLease(session: Session, table: string, doing: string): Promise<Lease> {
  const former = await readLock(session.aws, table);
  if (former !== undefined && isHeld(session, former)) throw new Refusal([holderSentence(session, former)]);
  const now = session.clock.now();
  const mine = {
    owner: session.newId(),
    expires: now + LEASE,
    holder: { doing, since: now, ...session.identity },
  };
  const fence = await write(session, table, mine, former);
  if (former !== undefined) {
    const { actor, doing: formerly, since } = former.holder;
    const why =
      former.expires < now ? `ended at ${formatTime(former.expires)}` : "an earlier attempt left behind";
    session.progress.warn(
      `Took over the release lock of ${actor} (\`${formerly}\`, since ${formatTime(since)}), which ${why}.`,
    );
  }
  return leaseOf(session, table, mine.owner, mine.expires, fence);
}

/** Writes the lock if it still is as it was read. A write whose answer got lost is looked up. */
async function write(
  session: Session,
  table: string,
  mine: Omit<Lock, "fence">,
  former?: Lock,
): Promise<number> {
  try {
    const answer = await session.aws("dynamodb.UpdateItem", {
      TableName: table,
      Key: KEY,
      UpdateExpression:
        "SET #owner = :owner, expires = :expires, holder = :holder, fence = if_not_exists(fence, :zero) + :one",
      ConditionExpression: former
        ? "#owner = :formerOwner AND expires = :formerExpires"
        : "attribute_not_exists(#owner)",
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: marshall(
        {
          ":owner": mine.owner,
          ":expires": mine.expires,
          ":holder": mine.holder,
          ":zero": 0,
          ":one": 1,
          ":formerOwner": former?.owner,
          ":formerExpires": former?.expires,
        },
        { removeUndefinedValues: true },
      ),
      ReturnValues: "ALL_NEW",
    });
    return Number(answer.Attributes?.fence?.N);
  } catch (error) {
    const found = await readLock(session.aws, table);
    if (found?.owner === mine.owner) return found.fence;
    if (found !== undefined && isHeld(session, found)) throw new Refusal([holderSentence(session, found)]);
    throw error;
  }
}

function leaseOf(session: Session, table: string, owner: string, until: number, fence: number): Lease {
  const { aws, clock } = session;
  let expires = until;

  async function renew(): Promise<void> {
    const next = clock.now() + LEASE;
    try {
      await aws("dynamodb.UpdateItem", {
        TableName: table,
        Key: KEY,
        UpdateExpression: "SET expires = :expires",
        ConditionExpression: "#owner = :owner",
        ExpressionAttributeNames: NAMES,
        ExpressionAttributeValues: marshall({ ":expires": next, ":owner": owner }),
      });
      expires = next;
    } catch (error) {
      if (isAwsError(error, "ConditionalCheckFailedException"))
        throw new LostLease("Another run has taken over the release lock.");
      if (clock.now() >= expires)
        throw new LostLease(`The release lock couldn't be renewed in time: ${(error as Error).message}`);
    }
  }

  return {
    fence,
    keep: async () => {
      session.signal.throwIfAborted();
      if (expires - clock.now() < RENEW_BELOW) await renew();
    },
    release: async () => {
      await aws("dynamodb.UpdateItem", {
        TableName: table,
        Key: KEY,
        UpdateExpression: "REMOVE #owner",
        ConditionExpression: "#owner = :owner",
        ExpressionAttributeNames: NAMES,
        ExpressionAttributeValues: marshall({ ":owner": owner }),
      });
    },
  };
}
