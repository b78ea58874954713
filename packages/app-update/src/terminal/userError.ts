/** An error whose message is meant for the person at the keyboard or in the log: it says what to do, and needs no stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
