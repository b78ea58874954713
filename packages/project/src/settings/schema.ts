import { validatorAt } from "@ublog/stacks/explain.ts";
import { PROGRAM_SETTINGS } from "@ublog/stacks/programSettings.ts";
import { suggest } from "@ublog/stacks/suggest.ts";
import { UserError } from "@ublog/terminal/errors";
import { parse } from "yaml";
import * as z from "zod";

export type Program = keyof typeof PROGRAM_SETTINGS;

/** What a setting is: its words, its type, and what can be set in it. */
export interface SettingInfo {
  /** Its documentation. */
  about: string;
  /** What it defaults to, in the words of its documentation; undefined for one that must be set. */
  defaultsTo?: string;
  /** In a word or two. */
  type: string;
  isRequired: boolean;
  /** The settings in it; none where it is a value, or a map whose names are the user's. */
  below: Record<string, SettingInfo>;
}

export const isProgram = (name: unknown): name is Program =>
  typeof name === "string" && Object.hasOwn(PROGRAM_SETTINGS, name);

/** All settings of a program, by name. */
export function settingsOf(program: Program): Record<string, SettingInfo> {
  return infosOf(PROGRAM_SETTINGS[program]());
}

/** The setting at a path; undefined where a program has none there. */
export function settingAt(program: Program, path: readonly (string | number)[]): SettingInfo | undefined {
  const found = validatorOf(program, path);
  return found && infoOf(found, found);
}

/** Says that a program has no setting at a path, and what is near. */
export function noSuchSetting(program: Program, path: readonly (string | number)[]): string {
  const level = path.slice(0, -1);
  const above = validatorOf(program, level);
  if (level.length > 0 && above === undefined) return noSuchSetting(program, level);
  const name = String(path.at(-1));
  const inside = level.length === 0 ? "" : `${level.join(".")}.`;
  const names = Object.keys(level.length === 0 ? settingsOf(program) : infoOf(above, above).below);
  if (names.length === 0) return `${level.join(".")} has no settings of its own.`;
  return `There is no setting ${inside}${name}. ${suggest(name, names, inside)}`;
}

/**
 * What somebody means who writes a value on the command line: text where the setting is one, otherwise a number, true or false, or a list
 * or a map as JSON or YAML. What is none of these stays text, for the reader of settings to refuse in its own words.
 */
export function typedValue(program: Program, path: readonly (string | number)[], text: string): unknown {
  const validator = inner(validatorOf(program, path));
  if (validator instanceof z.ZodString || validator instanceof z.ZodEnum || validator instanceof z.ZodLiteral)
    return text;
  if (validator instanceof z.ZodNumber)
    return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  if (validator instanceof z.ZodBoolean) return ["true", "false"].includes(text) ? text === "true" : text;
  const parsed = parsedYaml(text);
  const isCollection = typeof parsed === "object" && parsed !== null;
  // The value of a variable: a text, whatever it looks like, or a reference to another variable.
  if (validator instanceof z.ZodUnknown) return isCollection && "from" in parsed ? parsed : text;
  return validator === undefined || isCollection ? (parsed ?? text) : text;
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new UserError(
      `${JSON.stringify(text)} is neither JSON nor YAML. Write a list as [a, b], a map as {"a": 1}, in quotes for the shell.`,
    );
  }
}

function validatorOf(program: Program, path: readonly (string | number)[]): z.ZodType | undefined {
  return validatorAt(z.strictObject(PROGRAM_SETTINGS[program]()), path);
}

function inner(validator: z.ZodType | undefined): z.ZodType | undefined {
  return validator instanceof z.ZodOptional ? inner(validator.unwrap() as z.ZodType) : validator;
}

function infosOf(shape: Readonly<Record<string, z.ZodType>>): Record<string, SettingInfo> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, validator]) => [name, infoOf(inner(validator), validator)]),
  );
}

function infoOf(validator: z.ZodType | undefined, given: z.ZodType | undefined): SettingInfo {
  const about = validator?.description ?? "";
  const defaultsTo = /\bDefaults to (.+?)\.(?=\s|$)/.exec(about)?.[1];
  return {
    about,
    ...(defaultsTo && { defaultsTo }),
    type: typeOf(validator),
    isRequired: !(given instanceof z.ZodOptional),
    below: validator instanceof z.ZodObject ? infosOf(validator.shape) : {},
  };
}

function typeOf(validator: z.ZodType | undefined): string {
  if (validator instanceof z.ZodEnum) return validator.options.map(String).join(", ");
  if (validator instanceof z.ZodLiteral) return [...validator.values].map(String).join(", ");
  if (validator instanceof z.ZodNumber) return "number";
  if (validator instanceof z.ZodBoolean) return "true, false";
  if (validator instanceof z.ZodArray) return "list";
  if (validator instanceof z.ZodRecord) return "map by name";
  if (validator instanceof z.ZodObject) return "map";
  return "text";
}
