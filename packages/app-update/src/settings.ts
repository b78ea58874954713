/** A setting of a stack that an `up` would bring. */
export interface WaitingSetting {
  /** Such as `gunicorn.cpu`. */
  path: string;
  change: "added" | "changed" | "removed";
  /** What it was brought up with, and what the file says; of secrets neither. */
  from?: unknown;
  to?: unknown;
  secret: boolean;
}

/** What of a stack's settings waits for an `up`. */
export type UpSettings =
  | {
      isKnown: true;
      /** The last finished one; absent where the stack isn't up. */
      lastUp?: { at: string; commit?: string };
      waiting: WaitingSetting[];
      /** What couldn't be compared, and other asides. */
      remarks: string[];
    }
  | {
      isKnown: false;
      /** Why, in a sentence. */
      reason: string;
    };

/** Tells what waits for an `up` of the environment with these deploy targets: whoever has its stack's file, and Pulumi, knows. */
export type AskUpSettings = (environment: string, parameter: string) => Promise<UpSettings>;
