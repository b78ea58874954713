/** An error whose message is meant for the person at the keyboard or in the log: it says what to do, and needs no stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A command line that makes no sense. */
export class UsageError extends UserError {}

/** What went wrong, in its own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
