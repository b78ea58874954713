import { formatDuration, MINUTE } from "../clock.ts";
import { Refusal } from "../outcome.ts";
import type { DeployTargets } from "../targets.ts";
import { longestOneOff } from "./oneOffTask.ts";
import { longestWait } from "./watch.ts";

/** Time for everything but waiting for ECS: checks, revisions, the history, and calls that AWS throttles. */
const CALLS = 5 * MINUTE;

/** What determines how long a release takes. */
export interface Course {
  /** The longest that one wait may take, in milliseconds. */
  timeout: number;
  /** How many waves its services roll in. */
  waves: number;
  /** Whether it runs the update task: a rollback doesn't. */
  update: boolean;
}

/**
 * The longest that a release can take, in milliseconds: its task, its waves, and going back, where each of them takes as long
 * as it may. The credentials and the job that it runs in must last as long: what is cut off while it goes back leaves
 * services that run two versions.
 */
export function longestRelease({ timeout, waves, update }: Course): number {
  return CALLS + (update ? longestOneOff(timeout) : 0) + waves * longestWait(timeout) + longestWait(timeout);
}

/** The longest timeout, in whole minutes, with which a release is over in time; 0 where there is none. */
export function longestTimeout(course: Omit<Course, "timeout">, within: number): number {
  const waits = (course.update ? 1 : 0) + course.waves + 1;
  const rest = within - longestRelease({ ...course, timeout: 0 });
  return Math.max(0, Math.floor(rest / waits / MINUTE)) * MINUTE;
}

/** The course of a release or rollback to an environment, if each of its services has to be rolled. */
export function courseOf(targets: DeployTargets, timeout: number, update: boolean): Course {
  return { timeout, update, waves: new Set(targets.services.map((target) => target.wave)).size };
}

/** Refuses a release that might not be over, going back included, within the given time. */
export function refuseIfTooLong(course: Course, within: number | undefined): void {
  if (within === undefined) return;
  const longest = longestRelease(course);
  if (longest <= within) return;
  const { timeout, waves, update } = course;
  const each = formatDuration(timeout);
  const parts = [
    ...(update ? ["the update task"] : []),
    waves === 1 ? "one wave" : `each of ${waves} waves`,
    "going back",
  ];
  const most = longestTimeout(course, within);
  const shorter =
    most === 0
      ? "Let it last longer: "
      : `Write \`--timeout ${most / MINUTE}m\`${most > MINUTE ? " or less" : ""}, or let it last longer: `;
  throw new Refusal([
    `With \`--timeout\` of ${each} it could take ${formatDuration(longest)} (up to ${each} each for ${parts.join(", ")}), but \`--within\` gives it ${formatDuration(within)}: it could be cut off while it goes back. ${shorter}the job (\`timeout-minutes\`), its AWS session (\`role-duration-seconds\`, at most the role's \`maxSessionDuration\`), and \`--within\` with them.`,
  ]);
}

/** What keeps a release within its time. */
export interface TimeLimits {
  /** The longest that one wait may take, in milliseconds. */
  timeout: number;
  /** When everything must be over, in milliseconds since 1970. */
  until?: number;
}

/** How long an update task that begins now may take. */
export function taskLimit(limits: TimeLimits, now: number): number {
  return limited(limits, now, longestOneOff(0));
}

/** How long a wave that begins now may take. */
export function waveLimit(limits: TimeLimits, now: number): number {
  return limited(limits, now, longestWait(0));
}

/** The timeout, or less where going back wouldn't fit behind it any more. */
function limited({ timeout, until }: TimeLimits, now: number, besides: number): number {
  if (until === undefined) return timeout;
  return Math.max(0, Math.min(timeout, until - now - besides - longestWait(timeout)));
}
