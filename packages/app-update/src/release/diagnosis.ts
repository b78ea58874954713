import type { Subject } from "./hints/subject.ts";

/** Why a task didn't live, for a person. */
export interface Diagnosis {
  /** A clause: "its image can't be pulled …". */
  cause: string;
  hint?: string;
  /** After how many such tasks there is no hope: 1 where the next task can't do any better. */
  patience: number;
  /** Whether it may go away by itself, so that waiting is worth it. */
  heals?: boolean;
  /** Whether the log can't say anything closer to the cause. */
  isSure?: boolean;
}

export interface Rule extends Omit<Diagnosis, "hint"> {
  hint?: string | ((subject?: Subject) => string);
  /** What ECS says of the task and its container. */
  pattern: RegExp;
}

/** What a rule says about a subject, with AWS's own words. */
export function diagnosisBy(rule: Rule, subject: Subject | undefined, cause: string): Diagnosis {
  const { hint, patience, heals, isSure } = rule;
  return {
    cause,
    hint: typeof hint === "function" ? hint(subject) : hint,
    patience,
    ...(heals ? { heals } : {}),
    ...(isSure ? { isSure } : {}),
  };
}
