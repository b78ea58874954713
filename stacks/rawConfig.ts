/** What the engine hands to a program, unchecked. */
export interface RawConfig {
  project: string;
  stack: string;
  /** Values by full key (`ublog:program`): scalars as text, everything else as JSON. */
  values: Record<string, string>;
  /** Full keys that hold a secret. */
  secretKeys: readonly string[];
  /** Environment variables, which may name an AWS region. */
  environment: Readonly<Record<string, string | undefined>>;
}
