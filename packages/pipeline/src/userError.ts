/** An error for the person at the keyboard or in the log: it says what to do, and needs no stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** What went wrong, in its own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
