import type { UpSettings, WaitingSetting } from "@ublog/app-update/src/settings.ts";
import { type SettingPath, settingPath, shownPath } from "./settingPath.ts";
import type { StackFile } from "./stackFile.ts";

/** A setting as a list shows it. */
export interface ListedSetting {
  path: string;
  /** As text; of a secret that it is one. */
  value: string;
  state: string;
}

/** The settings in a stack's file by path, in the file's order, and after them those that it had at the last `up`. */
export function listedSettings(
  file: StackFile,
  up: Omit<UpSettings & { isKnown: true }, "isKnown"> | undefined,
): ListedSetting[] {
  const waiting = new Map((up?.lastUp === undefined ? [] : up.waiting).map((one) => [one.path, one]));
  const { config } = (file.document.toJS() ?? {}) as { config?: Record<string, unknown> | null };
  const given = Object.entries(config ?? {}).flatMap(([key, value]) =>
    leavesOf(settingPath(key.includes(":") ? key : `${file.project}:${key}`, file.project), value),
  );
  const listed = given.map(([path, value]) => {
    const shown = shownPath(path, file.project);
    return { path: shown, value, state: stateOf(waiting.get(shown), up?.lastUp !== undefined) };
  });
  const removed = [...waiting.values()].filter(({ change }) => change === "removed");
  return [...listed, ...removed.map((one) => ({ path: one.path, value: "–", state: stateOf(one, true) }))];
}

function stateOf(waiting: WaitingSetting | undefined, isUp: boolean): string {
  if (waiting === undefined) return isUp ? "up" : "";
  const { change, from, secret } = waiting;
  if (change === "added" || secret) return `${change}: waits`;
  return `${change}: waits, was ${textOf(from)}`;
}

function leavesOf(path: SettingPath, value: unknown): [SettingPath, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, textOf(value)]];
  if ("secure" in value) return [[path, "secret"]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, "{}"]];
  return entries.flatMap(([name, part]) => leavesOf({ ...path, below: [...path.below, name] }, part));
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
