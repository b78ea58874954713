import type { ProcessState } from "@ublog/app-update/src/release/running.ts";
import type { Known } from "./known.ts";
import type { PulumiConfig, Settings } from "./lastUp.ts";
import { namedSecrets, secretKeys } from "./secretName.ts";
import type { StackFile } from "./stackFile.ts";

/** A secret of an app, and how far it has come. Its value is nowhere here. */
export interface SecretState {
  name: string;
  /** `value`: kept in Secrets Manager by the app. `reference`: exists by itself, and is named by its ARN. */
  kind: "value" | "reference";
  inFile: boolean;
  /** Whether the last `up` had it; undefined where that isn't known. */
  isUp?: boolean;
  /** The processes that run with it; undefined where that isn't known. */
  processes?: string[];
  /** In words. */
  state: string;
}

/** The secrets of a stack by name, each with its state: those in the file, and those that the last `up` had. */
export function secretStates(
  file: StackFile,
  settings: Known<Settings>,
  processes: Known<ProcessState[]>,
): SecretState[] {
  const now = namedSecrets(file);
  const up = "value" in settings ? upSecrets(settings.value, file) : undefined;
  const running = "value" in processes ? processes.value : undefined;
  const names = [...new Set([...now.values, ...now.references, ...(up?.names ?? [])])].sort();
  return names.map((name) => {
    const inFile = now.values.includes(name) || now.references.includes(name);
    const isReference =
      now.references.includes(name) || (!inFile && (up?.references.includes(name) ?? false));
    const readers = running?.filter(({ secrets }) => secrets.includes(name)).map(({ process }) => process);
    return {
      name,
      kind: isReference ? "reference" : "value",
      inFile,
      ...(up?.names && { isUp: up.names.includes(name) }),
      ...(readers && { processes: readers }),
      state: stateOf(name, {
        inFile,
        isRetired: now.retired.includes(name),
        up,
        readers,
        isOutdated: running?.some(({ outdated }) => outdated.includes(name)) ?? false,
      }),
    };
  });
}

/** What the last `up` had of secrets. */
export interface UpSecrets {
  isUp: boolean;
  /** Undefined where they can't be decrypted. */
  names: string[] | undefined;
  references: string[];
  retired: string[];
  /** Whose value in the file is another one. */
  changed: string[];
}

/** What the last `up` had of secrets, compared with the file. */
export function upSecrets({ file: now, up, secretsUnknown }: Settings, file: StackFile): UpSecrets {
  const keys = secretKeys(file);
  const map = (config: PulumiConfig | undefined, key: string) =>
    (config?.[key]?.objectValue ?? {}) as Record<string, unknown>;
  const before = { ...map(up?.config, keys.references), ...map(up?.config, keys.values) };
  const after = { ...map(now, keys.references), ...map(now, keys.values) };
  const isKnown = secretsUnknown === undefined || up === undefined;
  const retired = up?.config[keys.retired]?.objectValue;
  return {
    isUp: up !== undefined,
    names: isKnown ? Object.keys(before) : undefined,
    references: Object.keys(map(up?.config, keys.references)),
    retired: Array.isArray(retired) ? retired.map(String) : [],
    changed: Object.keys(after).filter((name) => name in before && before[name] !== after[name]),
  };
}

interface Seen {
  inFile: boolean;
  isRetired: boolean;
  up: UpSecrets | undefined;
  readers: string[] | undefined;
  isOutdated: boolean;
}

function stateOf(name: string, { inFile, isRetired, up, readers, isOutdated }: Seen): string {
  if (up?.names === undefined) return isRetired ? "in the file, retired" : "in the file";
  if (!inFile) return "taken out: the next `pulumi up` deletes it";
  if (!up.names.includes(name)) return "new: waits for `pulumi up`";
  if (isRetired) {
    if (!up.retired.includes(name)) return "retired: waits for `pulumi up`";
    if (readers === undefined) return "retired, and up";
    if (readers.length > 0) return "retired: waits for a release";
    return `retired: \`secrets unset ${name}\` takes it out`;
  }
  if (up.changed.includes(name)) return "changed: waits for `pulumi up`";
  if (up.retired.includes(name)) return "in use again: waits for `pulumi up`";
  if (readers === undefined) return "up";
  if (readers.length === 0) return "up: waits for a release";
  return isOutdated ? "changed: waits for a restart" : "in use";
}
