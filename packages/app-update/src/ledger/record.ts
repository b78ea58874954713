import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";

/**
 * How far a release got. `started` → `migrated` → `rolling` → `succeeded`; where it fails `rolling-back` → `rolled-back`,
 * or `failed` where there was nothing to roll back or it wasn't done. `refused`: the check of its image found problems, and
 * no service was touched. `superseded`: left unfinished, and another release went on from there.
 */
const STATES = [
  "started",
  "migrated",
  "rolling",
  "succeeded",
  "rolling-back",
  "rolled-back",
  "failed",
  "refused",
  "superseded",
] as const;

/**
 * What a release did to one service or scheduled task. `kept`: it ran this already; `not touched`: the release ended before its
 * turn; `updating` and `going back`: asked for, and not known to be done; `failed`: it is why the release failed, and was left
 * so, or couldn't be taken back.
 */
const PROCESS_STATES = [
  "kept",
  "not touched",
  "updating",
  "updated",
  "failed",
  "going back",
  "rolled back",
] as const;

const processState = z.enum(PROCESS_STATES).optional();

const revisionAndCount = z.object({ revision: z.string(), count: z.number() });

/** One thing that the check of an image found. */
const findingSchema = z.object({ question: z.string(), reason: z.string(), remedy: z.string() });

/** What the check of an image says in its last line; the versions are null where the image has no such package. */
export const checkReportSchema = z.object({
  version: z.literal(1),
  kit: z.string().nullable(),
  django: z.string().nullable(),
  celery: z.string().nullable(),
  questions: z.number(),
  problems: z.array(findingSchema),
  warnings: z.array(findingSchema),
});

const serviceRecord = z.object({
  process: z.string(),
  service: z.string(),
  /** Where the service goes back to. */
  before: revisionAndCount,
  /** The revision it gets; missing until it is registered. */
  revision: z.string().optional(),
  /** Whether it runs `revision` already, and is left alone. */
  kept: z.boolean(),
  /** Whether it gets its first tasks. */
  starts: z.boolean(),
  /** What was done to it so far; missing in records that are older than this. */
  state: processState,
});

const recordSchema = z.object({
  /** 1, 2, 3 …: what people call it by. */
  number: z.number(),
  /** The value of the tag on its revisions: unlike the number, it is never used again. */
  id: z.string(),
  kind: z.enum(["release", "rollback"]),
  version: z.string(),
  state: z.enum(STATES),
  /** The number of the release whose revisions a rollback brings back. */
  restores: z.number().optional(),
  actor: z.string(),
  run: z.string().optional(),
  gitSha: z.string().optional(),
  /** ISO 8601. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Digests by image name. */
  digests: z.record(z.string(), z.string()),
  /**
   * Versions by image name, which may differ from `version` where a digest was given by hand. An image whose version nobody knows
   * is left out; records of older programs have none of this.
   */
  versions: z.record(z.string(), z.string()).optional(),
  update: z.object({
    revision: z.string().optional(),
    /** The same without what runs before the update: `app-update run` uses it. Missing where nothing does. */
    runRevision: z.string().optional(),
    /** The image that makes the database, as the targets name it, and the digest that its tag had, where the registry said so. */
    database: z.object({ image: z.string(), digest: z.string().optional() }).optional(),
    /** Whether the image is checked before the update; missing where the environment has no check. */
    isChecked: z.boolean().optional(),
    task: z.string().optional(),
    /** Which try of the task this is, from 1: AWS forgets a task after an hour. */
    attempt: z.number(),
  }),
  /** What the check of the image found. */
  check: checkReportSchema.optional(),
  services: z.array(serviceRecord),
  /** The revisions that scheduled tasks get; without one until it is registered, at the end. */
  scheduled: z.array(
    z.object({
      process: z.string(),
      revision: z.string().optional(),
      kept: z.boolean(),
      state: processState,
    }),
  ),
  /** Why it failed. */
  reason: z.string().optional(),
  /** The lease of the run that wrote it last: an older run can't write over it. */
  fence: z.number(),
});

export type ReleaseRecord = z.infer<typeof recordSchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;
export type ServiceRecord = z.infer<typeof serviceRecord>;
export type ReleaseState = ReleaseRecord["state"];
export type ProcessState = (typeof PROCESS_STATES)[number];

const PARTITION = "release";

/** Where a record is kept: numbers with zeros in front sort as text. */
export function recordKey(number: number) {
  return { pk: PARTITION, sk: String(number).padStart(8, "0") };
}

export function toItem(record: ReleaseRecord) {
  return marshall({ ...recordKey(record.number), ...record }, { removeUndefinedValues: true });
}

export function fromItem(item: Parameters<typeof unmarshall>[0]): ReleaseRecord {
  return recordSchema.parse(unmarshall(item));
}

/** Whether all services run one and the same release after it. */
export function isConsistent(record: ReleaseRecord | undefined): boolean {
  return record === undefined || record.state === "succeeded" || record.state === "rolled-back";
}

/** Whether a run was stopped in the middle of it. */
export function isUnfinished(record: ReleaseRecord): boolean {
  return ["started", "migrated", "rolling", "rolling-back"].includes(record.state);
}
