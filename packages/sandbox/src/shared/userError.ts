/** An error whose message is meant for the person at the keyboard: it says what to do, and needs no stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A command line that nobody can follow. */
export class UsageError extends UserError {}
