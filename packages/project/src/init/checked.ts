import { messageOf, UserError } from "@ublog/terminal/errors";
import { parse } from "yaml";

/** Throws a UserError with everything that the stacks themselves would refuse in a file. */
export async function refuseWhatStacksRefuse(project: string, stack: string, text: string): Promise<void> {
  const { parseConfig } = await import("@ublog/stacks/config.ts");
  const config: unknown = parse(text, { logLevel: "error" })?.config ?? {};
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, value] of Object.entries(config as Record<string, unknown>)) {
    values[key] = typeof value === "object" ? JSON.stringify(value) : String(value);
    // Somebody's own secrets are encrypted in the file: their form can't be looked at.
    if (/"secure":/.test(values[key])) delete values[key];
  }
  try {
    parseConfig({ project, stack, values, secretKeys, environment: {} });
  } catch (error) {
    throw new UserError(messageOf(error).replace("; nothing was changed", ", and so nothing was written"));
  }
}
