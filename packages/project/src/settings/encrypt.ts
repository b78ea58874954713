import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "@ublog/estimates/src/programs/yamlFile.ts";
import { UserError } from "@ublog/terminal/errors";
import type { PulumiCall } from "./pulumiCalls.ts";
import { keysOf, pulumiPath, type SettingPath } from "./settingPath.ts";
import { ENCRYPTION, type StackFile, setAt, textOf } from "./stackFile.ts";

/**
 * Puts a secret into an open stack file, encrypted by Pulumi itself. It works on a copy, from which the encrypted value is taken: its own
 * way of writing a file takes all blank lines out. The value reaches Pulumi on its standard input, never as an argument.
 */
export async function putSecret(
  file: StackFile,
  path: SettingPath,
  value: string,
  call: PulumiCall,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ublog-"));
  const copy = join(folder, file.name);
  try {
    writeFileSync(copy, textOf(file), { mode: 0o600 });
    // Pulumi would take line ends away that are part of the value.
    const raw = /\n$/.test(value) ? ["--raw"] : [];
    const key = pulumiPath(path);
    await call(["config", "set", "--secret", ...raw, "--config-file", copy, "--path", key], file, {
      input: value,
    });
    const written = parseSettings(readFileSync(copy, "utf8"), copy);
    const secure: unknown = written.getIn(["config", ...keysOf(path), "secure"]);
    if (typeof secure !== "string") throw new UserError(`Pulumi wrote no encrypted value for ${key}.`);
    setAt(file, keysOf(path), { secure });
    for (const setting of ENCRYPTION) {
      const now = written.get(setting);
      if (now !== undefined && now !== file.document.get(setting)) file.document.set(setting, now);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
