import type { ProcessState } from "@ublog/app-update/src/release/running.ts";
import { UserError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import { isCollection, isSeq } from "yaml";
import type { Known } from "./known.ts";
import type { Settings } from "./lastUp.ts";
import { namedSecrets, secretKeys } from "./secretName.ts";
import { upSecrets } from "./secretStates.ts";
import { removeAt, type StackFile, setAt } from "./stackFile.ts";

/** What `secrets unset` does with a secret now. */
export type Unsetting =
  /** It goes out of the file: nothing that runs reads it. */
  | { name: string; does: "remove" }
  /** Its name goes into `retiredSecrets`: a release must replace what reads it first. */
  | { name: string; does: "retire" }
  /** Nothing yet, and why. */
  | { name: string; does: "wait"; because: string };

/** Refuses names of which there is no secret, all at once. */
export function needSecrets(file: StackFile, names: readonly string[]): void {
  const { values, references } = namedSecrets(file);
  const there = [...values, ...references];
  const problems = names
    .filter((name) => !there.includes(name))
    .map((name) => {
      const near = nearest(name, there);
      return `There is no secret ${JSON.stringify(name)} in ${file.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
    });
  if (problems.length === 0) return;
  const all = there.length === 0 ? "It has none." : `Its secrets: ${there.sort().join(", ")}.`;
  throw new UserError([...problems, all].join(" "));
}

/**
 * How a secret goes: tasks that start between an `up` and the release after it still read it, so that it is retired first, and goes out
 * of the file once nothing reads it any more.
 */
export function unsettingOf(
  file: StackFile,
  name: string,
  settings: Known<Settings>,
  processes: Known<ProcessState[]>,
): Unsetting {
  const up = "value" in settings ? upSecrets(settings.value, file) : undefined;
  if (up?.names !== undefined && !up.names.includes(name)) return { name, does: "remove" };
  if (!namedSecrets(file).retired.includes(name)) return { name, does: "retire" };
  const wait = (because: string): Unsetting => ({ name, does: "wait", because });
  if ("reason" in settings) return wait(`What the last \`pulumi up\` had isn't known: ${settings.reason}`);
  if (!up?.retired.includes(name))
    return wait("It is retired in the file, which waits for `pulumi up` and a release.");
  if ("reason" in processes) return wait(`What runs isn't known: ${processes.reason}`);
  const readers = processes.value.filter(({ secrets }) => secrets.includes(name));
  if (readers.length === 0) return { name, does: "remove" };
  return wait(`${readers.map(({ process }) => process).join(", ")} still read it: a release replaces them.`);
}

/** Does it in an open file. */
export function carryOutUnsetting(file: StackFile, { name, does }: Unsetting): void {
  const { values, references, retired } = secretKeys(file);
  const list = () => {
    const node = file.document.getIn(["config", retired]);
    return isSeq(node) ? node : undefined;
  };
  if (does === "retire") {
    const names = list();
    if (names === undefined) setAt(file, [retired], [name]);
    else names.add(file.document.createNode(name));
  }
  if (does !== "remove") return;
  const names = list();
  if (names !== undefined) names.items = names.items.filter((item) => String(item) !== name);
  removeAt(file, [values, name]);
  removeAt(file, [references, name]);
  for (const key of [values, references, retired]) {
    const node = file.document.getIn(["config", key]);
    if (isCollection(node) && node.items.length === 0) removeAt(file, [key]);
  }
}
