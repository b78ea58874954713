import { UserError } from "@ublog/terminal/errors";
import type * as z from "zod";

/** A document that another program, or an earlier run of this one, has written. `what` names it if it isn't one. */
export function readJson<T>(schema: z.ZodType<T>, json: string, what: string): T {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw new UserError(`${what} is not JSON: it is cut off, or is something else.`);
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") || "the whole";
  throw new UserError(`${what} has another form than this command reads: ${path}: ${issue?.message}.`);
}
