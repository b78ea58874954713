export { UserError } from "@ublog/app-update/src/terminal/userError.ts";

/** What went wrong, in its own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
