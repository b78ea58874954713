import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { UserError } from "@ublog/terminal/errors";
import { tableLines, widthOf, wrap } from "@ublog/terminal/table";
import { knownSettings } from "../settings/known.ts";
import { type ListedSetting, listedSettings } from "../settings/listed.ts";
import {
  isProgram,
  noSuchSetting,
  type Program,
  type SettingInfo,
  settingAt,
  settingsOf,
} from "../settings/schema.ts";
import { settingPath } from "../settings/settingPath.ts";
import { openStackFile, type StackFile } from "../settings/stackFile.ts";
import { upSettings } from "../settings/upSettings.ts";
import { type ConfigOptions, programOf } from "./config.ts";
import { say } from "./outcome.ts";
import type { SettingsContext } from "./secrets.ts";

/** Lists the settings of a stack: those in its file, with `all` the others too, and what differs from the last `up`. */
export async function listConfig(
  context: SettingsContext,
  options: ConfigOptions & { all?: boolean },
): Promise<number> {
  const file = openStackFile(projectFolder(context.folder), options.stack);
  const settings = await knownSettings(file, context);
  const up = "value" in settings ? upSettings(settings.value, file.project) : undefined;
  const given = listedSettings(file, up);
  const listed = options.all ? [...given, ...defaultsOf(file)] : given;
  const waits = up?.waiting.length ?? 0;
  return say(context, options, {
    headline: headlineOf(file, up?.lastUp !== undefined, waits),
    table: tableLines(
      ["Setting", "Value", "State"],
      listed.map(({ path, value, state }) => [path, value, state]),
      { width: widthOf(process.stdout, context.env), ruled: false },
    ),
    remarks: up?.remarks ?? ("reason" in settings ? [`What is up isn't known: ${settings.reason}`] : []),
    data: { stack: file.stack, file: file.name, settings: listed },
  });
}

function headlineOf({ stack, name }: StackFile, isUp: boolean, waits: number): string {
  if (!isUp) return `The settings of ${stack} in ${name}.`;
  if (waits === 0) return `${stack} is up with the settings in ${name}.`;
  return `${waits === 1 ? "1 setting" : `${waits} settings`} in ${name} ${waits === 1 ? "waits" : "wait"} for \`pulumi up\`.`;
}

/** The settings at the top that the file doesn't have, with what they are then. */
function defaultsOf(file: StackFile): ListedSetting[] {
  const keys = new Set(Object.keys((file.document.toJS() as { config?: object }).config ?? {}));
  return Object.entries(settingsOf(programOf(file)))
    .filter(([name]) => !keys.has(`${file.project}:${name}`))
    .map(([path, { defaultsTo }]) => ({ path, value: defaultsTo ?? "–", state: "default" }));
}

/** Says what a setting is, and what can be set in it. */
export async function describeConfig(
  context: SettingsContext,
  text: string | undefined,
  options: Partial<ConfigOptions>,
): Promise<number> {
  const file =
    options.stack === undefined ? undefined : openStackFile(projectFolder(context.folder), options.stack);
  const { key, below } = settingPath(text ?? "program", file?.project ?? "ublog");
  const path = [key.slice(key.indexOf(":") + 1), ...below];
  const candidates: Program[] = file === undefined ? ["app", "base", "bootstrap"] : [programOf(file)];
  const program = candidates.find((one) => isProgram(one) && settingAt(one, path) !== undefined);
  if (program === undefined) throw new UserError(noSuchSetting(candidates[0] ?? "app", path));
  const own: SettingInfo =
    text === undefined
      ? { about: "", type: "map", isRequired: false, below: settingsOf(candidates[0] ?? "app") }
      : (settingAt(program, path) as SettingInfo);
  if (options.json) {
    console.log(JSON.stringify({ path: text ?? "", program, ...own }, null, 2));
    return 0;
  }
  const width = widthOf(process.stdout, context.env);
  const entry = (name: string, { type, about }: SettingInfo) => `${name} (${type}): ${about}`;
  const inside = Object.entries(own.below);
  const lines =
    text === undefined
      ? inside.flatMap(([name, { about }]) => wrap(`${name}: ${firstSentence(about)}`, width, "", "  "))
      : [
          ...wrap(entry(text, own), width, "", "  "),
          ...inside.flatMap(([name, info]) => wrap(entry(name, info), width, "  ", "    ")),
        ];
  console.log(lines.join("\n"));
  return 0;
}

const firstSentence = (about: string): string => /^.*?\.(?=\s|$)/.exec(about)?.[0] ?? about;
