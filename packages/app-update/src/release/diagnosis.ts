/** Why a task didn't live, for a person. */
export interface Diagnosis {
  /** A clause: "its image can't be pulled …". */
  cause: string;
  hint?: string;
  /** After how many such tasks it is hopeless: 1 where the next task can't fare any better. */
  patience: number;
  /** Whether it may go away by itself, so that waiting is worth it. */
  heals?: boolean;
}

export interface Rule extends Diagnosis {
  /** What ECS says of the task and its container. */
  pattern: RegExp;
}
