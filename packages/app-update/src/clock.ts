import { setTimeout } from "node:timers/promises";

/** All time in this program goes through it, so that tests run in virtual time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits. Throws the signal's reason when it is aborted. */
  sleep(milliseconds: number): Promise<void>;
}

export function systemClock(signal: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    sleep: async (milliseconds) => {
      try {
        await setTimeout(milliseconds, undefined, { signal });
      } catch {
        throw signal.reason;
      }
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** The longest that one wait may be given: no credentials last a day. */
export const LONGEST_TIMEOUT = 24 * 60 * MINUTE;

const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };

/** `90s`, `30m`, `2h` or `1d` in milliseconds. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ""];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

/** `48 s`, `3 min 20 s`, `1 h 5 min`: for people. */
export function formatDuration(milliseconds: number): string {
  const total = Math.round(milliseconds / SECOND);
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes} min${total % 60 === 0 ? "" : ` ${total % 60} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}

/** `2026-11-23 16:40:05Z`: for people, in the order of time. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ").concat("Z");
}
