import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { replaceSecrets, standIns } from "@ublog/estimates/src/programs/secretSettings.ts";
import { parseSettings, readText } from "@ublog/estimates/src/programs/yamlFile.ts";
import { UserError } from "@ublog/terminal/errors";
import { isMap } from "yaml";
import { stackFilesIn } from "./stackNames.ts";

const recordFile = ".copied.json";
const secretsSettings = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Keeps `to` a copy of the Pulumi project in `from` with a life of its own: the engine writes its encryption settings
 * and `pulumi config set` into the copy, so that the committed files stay as they are. A stack file is copied when it
 * is new or has changed since; in between, settings made in the copy stay. `main` points back at the programs.
 */
export function copyProject(from: string, to: string, log: (line: string) => void): void {
  const manifest = readText(join(from, "Pulumi.yaml"));
  if (manifest === undefined) throw new UserError(`There is no Pulumi.yaml in ${from}.`);
  mkdirSync(to, { recursive: true });
  const project = parseSettings(manifest, join(from, "Pulumi.yaml"));
  project.set("main", resolve(from, String(project.get("main") ?? ".")));
  writeIfNew(join(to, "Pulumi.yaml"), String(project));

  const record = readRecord(to);
  const copied: Record<string, string> = {};
  for (const file of stackFilesIn(from).map((stack) => `Pulumi.${stack}.yaml`)) {
    const text = readText(join(from, file)) ?? "";
    copied[file] = createHash("sha256").update(text).digest("hex");
    if (copied[file] !== record[file] || !existsSync(join(to, file)))
      copyStackFile(text, from, to, file, log);
  }
  for (const file of Object.keys(record)) {
    if (!(file in copied)) rmSync(join(to, file), { force: true });
  }
  writeIfNew(join(to, recordFile), JSON.stringify(copied));
}

/** The paths of settings in a stack's copied file that are secret, and not encrypted yet. */
export function settingsToEncrypt(folder: string, stack: string): string[] {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const text = readText(file);
  return text === undefined ? [] : standIns(parseSettings(text, file));
}

/**
 * How a project wants its TypeScript to be run, as environment variables: the language host that is built here is too old to
 * hear it from the engine.
 */
export function typeScriptSettings(project: string): NodeJS.ProcessEnv {
  const path = join(project, "Pulumi.yaml");
  const manifest = parseSettings(readText(path) ?? "", path);
  const option = (name: string) => manifest.getIn(["runtime", "options", name]);
  if (option("typescript") === false) return {};
  const config = option("tsconfig");
  return {
    PULUMI_NODEJS_TYPESCRIPT: "true",
    ...(typeof config === "string" && { PULUMI_NODEJS_TSCONFIG_PATH: config }),
  };
}

function copyStackFile(
  text: string,
  from: string,
  to: string,
  file: string,
  log: (line: string) => void,
): void {
  const stack = parseSettings(text, join(from, file));
  const secrets = replaceSecrets(stack);
  if (isMap(stack.contents)) for (const setting of secretsSettings) stack.delete(setting);
  const before = readText(join(to, file));
  const salt = before === undefined ? undefined : parseSettings(before, join(to, file)).get("encryptionsalt");
  if (salt !== undefined) stack.set("encryptionsalt", salt);
  writeFileSync(join(to, file), stack.contents === null ? "" : String(stack));
  if (secrets > 0)
    log(
      `${file}: ${secrets} secret ${secrets === 1 ? "setting is a stand-in" : "settings are stand-ins"} here.`,
    );
}

function readRecord(folder: string): Record<string, string> {
  try {
    return JSON.parse(readText(join(folder, recordFile)) ?? "{}");
  } catch {
    return {};
  }
}

function writeIfNew(path: string, text: string): void {
  if (readText(path) !== text) writeFileSync(path, text);
}
