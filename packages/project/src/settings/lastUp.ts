import { readJson } from "@ublog/pipeline/src/json.ts";
import { messageOf, UserError } from "@ublog/terminal/errors";
import * as z from "zod";
import type { PulumiCall } from "./pulumiCalls.ts";
import type { StackFile } from "./stackFile.ts";

const Setting = z.looseObject({
  value: z.string().optional(),
  objectValue: z.unknown().optional(),
  secret: z.boolean().default(false),
});
const Config = z.record(z.string(), Setting);
const History = z.array(
  z.looseObject({
    kind: z.string(),
    result: z.string(),
    endTime: z.string().optional(),
    environment: z.record(z.string(), z.string()).nullish(),
    config: Config.nullish(),
  }),
);

/** Settings as Pulumi prints them, by key: of a secret the value is there only if it was asked for. */
export type PulumiConfig = z.infer<typeof Config>;

/** The last `up` of a stack that was finished. */
export interface LastUp {
  /** When it ended, in ISO 8601. */
  at: string;
  /** The commit of the checkout that it was run in, where there was one. */
  commit?: string;
  config: PulumiConfig;
}

/** The settings of a stack now, and what it was last brought up with. */
export interface Settings {
  file: PulumiConfig;
  /** Undefined where the stack isn't up. */
  up: LastUp | undefined;
  /** Whether a later `up` failed: what it changed is a part of what the file says. */
  failed: boolean;
  /** Why secrets aren't compared; undefined where they are. */
  secretsUnknown?: string;
}

/** How many updates are looked through: `refresh` and failed ones are among them. */
const PAGE = 25;

/**
 * Reads both from Pulumi. What is encrypted differs each time that it is encrypted, so that only its values can be compared: they are
 * decrypted in memory, where this person may do that, and shown nowhere.
 */
export async function readSettings(
  file: StackFile,
  call: PulumiCall,
  signal?: AbortSignal,
): Promise<Settings> {
  const read = async (...more: string[]) => {
    const [config, history] = await Promise.all([
      call(["config", "--json", ...more], file, { signal }),
      call(["stack", "history", "--json", "--page-size", String(PAGE), ...more], file, { signal }),
    ]);
    return {
      file: readJson(Config, config.trim() || "{}", "What `pulumi config --json` printed"),
      ...lastOf(readJson(History, history.trim() || "[]", "What `pulumi stack history --json` printed")),
    };
  };
  try {
    return await read("--show-secrets");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...(await read()), secretsUnknown: messageOf(error) };
  }
}

/** The last finished `up` of all resources, after which nothing was destroyed. The newest is first. */
function lastOf(history: z.infer<typeof History>): Pick<Settings, "up" | "failed"> {
  let failed = false;
  for (const { kind, result, endTime = "", environment, config } of history) {
    if (kind === "destroy" && result === "succeeded") return { up: undefined, failed: false };
    if (kind !== "update") continue;
    // With --target or --exclude some resources are as they were.
    const isPartial = ["target", "exclude"].some(
      (flag) => environment?.[`pulumi.flag.${flag}`] !== undefined,
    );
    if (result === "succeeded" && !isPartial) {
      const commit = environment?.["git.head"];
      return { up: { at: endTime, ...(commit && { commit }), config: config ?? {} }, failed };
    }
    failed ||= result === "failed";
  }
  return { up: undefined, failed };
}
