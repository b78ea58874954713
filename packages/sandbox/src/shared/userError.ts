import { UserError } from "@ublog/app-update/src/terminal/userError.ts";

export { UserError };

/** A command line that nobody can follow. */
export class UsageError extends UserError {}
