import type { Document } from "yaml";
import { replaceSecrets, standIns } from "./secretSettings.ts";

/** The config of a stack file as the engine hands it to a program. */
export interface EngineConfig {
  /** Values by key: scalars as text, everything else as JSON. What only the real stack can decrypt is a stand-in. */
  values: Record<string, string>;
  /** The keys that hold something encrypted. */
  secretKeys: string[];
}

/** What a program would be given of a stack file. The document gets stand-ins for what is encrypted. */
export function engineConfig(document: Document): EngineConfig {
  replaceSecrets(document);
  const { config } = (document.toJS() ?? {}) as { config?: Record<string, unknown> | null };
  const values = Object.fromEntries(
    Object.entries(config ?? {}).map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
  const secretKeys = standIns(document).map((path) => path.split(/[.[]/, 1)[0] ?? path);
  return { values, secretKeys: [...new Set(secretKeys)] };
}
