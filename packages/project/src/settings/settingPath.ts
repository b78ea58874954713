import { UserError } from "@ublog/terminal/errors";

/** Where a setting is in the config of a stack file. */
export interface SettingPath {
  /** Its key with the namespace: `ublog:gunicorn`. */
  key: string;
  /** What leads from there to it: `cpu`, or `[1]` of a list. */
  below: (string | number)[];
}

/** Where the setting is that people write as `gunicorn.cpu`, `ublog:gunicorn.cpu`, `aws:region` or `workers["low.prio"].cpu`. */
export function settingPath(text: string, project: string): SettingPath {
  const [, namespace = project, rest = ""] = /^(?:([\w-]+):)?(.*)$/s.exec(text) ?? [];
  const [first, ...below] = partsOf(rest, text);
  if (typeof first !== "string") throw wrong(text);
  return { key: `${namespace}:${first}`, below };
}

/** The same in the words of people: without the project's own namespace. */
export function shownPath({ key, below }: SettingPath, project: string): string {
  const own = `${project}:`;
  return below.reduce<string>(
    (path, part) => path + step(part),
    key.startsWith(own) ? key.slice(own.length) : key,
  );
}

/** The path as `pulumi config --path` reads it. */
export const pulumiPath = ({ key, below }: SettingPath): string =>
  below.reduce<string>((path, part) => path + step(part), key);

/** All of it, for the document. */
export const keysOf = ({ key, below }: SettingPath): (string | number)[] => [key, ...below];

function step(part: string | number): string {
  if (typeof part === "number") return `[${part}]`;
  return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
}

function partsOf(rest: string, whole: string): (string | number)[] {
  const parts: (string | number)[] = [];
  let left = rest;
  while (left !== "") {
    const [found, dot, word, index, name] =
      /^(\.?)(?:([^.[\]"\s:=]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/.exec(left) ?? [];
    const isFirst = parts.length === 0;
    if (found === undefined || (word === undefined ? dot === "." : (dot === "") !== isFirst))
      throw wrong(whole);
    parts.push(word ?? (index === undefined ? String(JSON.parse(name ?? '""')) : Number(index)));
    left = left.slice(found.length);
  }
  return parts;
}

function wrong(text: string): UserError {
  return new UserError(
    `${JSON.stringify(text)} is not the path of a setting. Write it as gunicorn.cpu, redirectedHostNames[0] or workers["low.prio"].cpu.`,
  );
}
