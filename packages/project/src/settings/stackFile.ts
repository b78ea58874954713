import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSettings, readText } from "@ublog/estimates/src/programs/yamlFile.ts";
import { projectName, stackFiles } from "@ublog/pipeline/src/stackFiles.ts";
import { UserError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import { type Document, isCollection, isMap, isNode, isScalar, isSeq, type Node } from "yaml";

/** The file with the settings of a stack, open for changes. */
export interface StackFile {
  /** The folder of the Pulumi project. */
  folder: string;
  /** The name of the project, which the keys of its settings begin with. */
  project: string;
  /** The stack as it was named, maybe with its organization and project. */
  reference: string;
  /** Its name alone. */
  stack: string;
  /** `Pulumi.alpha.yaml`. */
  name: string;
  path: string;
  /** What is in it, and was when it was opened. */
  document: Document;
  text: string;
}

/** What Pulumi keeps beside the settings of a stack: with what their secrets are encrypted. */
export const ENCRYPTION = ["secretsprovider", "encryptedkey", "encryptionsalt"] as const;

/** Opens the file of a stack. Throws a UserError that names those there are, where it is missing. */
export function openStackFile(folder: string, reference: string): StackFile {
  const stack = reference.split("/").at(-1) ?? reference;
  const name = `Pulumi.${stack}.yaml`;
  const path = join(folder, name);
  const text = /^\w[\w.-]*$/.test(stack) ? readText(path) : undefined;
  if (text === undefined) throw new UserError(missing(folder, stack));
  const document = parseSettings(text, path);
  return { folder, project: projectName(folder), reference, stack, name, path, document, text };
}

/** The same settings, to be changed on trial. */
export function copyOf(file: StackFile): StackFile {
  return { ...file, document: parseSettings(textOf(file), file.path) };
}

/** The file's text as it would be written. Comments and blank lines stay where they are, and brackets as they are written there. */
export function textOf({ document, text, path }: StackFile): string {
  if (document.contents === null) return "";
  const written = (from: Document, flowCollectionPadding: boolean) =>
    from.toString({ lineWidth: 0, flowCollectionPadding });
  const isNarrow = written(parseSettings(text, path), false) === text;
  return written(document, !isNarrow);
}

/**
 * Writes the file, all of it or nothing; whether anything was different. Refuses where somebody else has changed it since it was opened.
 */
export function saveStackFile(file: StackFile): boolean {
  const text = textOf(file);
  if (text === file.text) return false;
  if (readText(file.path) !== file.text)
    throw new UserError(
      `${file.name} was changed by somebody else meanwhile; nothing was written. Run the command again.`,
    );
  const target = realpathSync(file.path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    chmodSync(draft, statSync(target).mode);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
  file.text = text;
  return true;
}

/** What is at a path in the config; undefined where there is nothing. */
export function valueAt({ document }: StackFile, path: readonly (string | number)[]): unknown {
  const node = document.getIn(["config", ...path], true);
  return node === undefined || node === null ? node : plain(document, path);
}

/** Sets what is at a path in the config; a setting on the way that is empty (`ublog:workers:` and nothing behind it) becomes a map. */
export function setAt({ document }: StackFile, path: readonly (string | number)[], value: unknown): void {
  const all = ["config", ...path];
  for (let length = 1; length < all.length; length += 1) {
    const above = all.slice(0, length);
    if (!document.hasIn(above)) break;
    const node = document.getIn(above);
    const [part] = all.slice(length);
    if (isSeq(node) && !(typeof part === "number" && part <= node.items.length))
      throw new UserError(
        `${above.slice(1).join(".")} is a list of ${node.items.length}: ${JSON.stringify(part)} is no place in it.`,
      );
    if (isCollection(node)) continue;
    if (scalarOf(node) !== null)
      throw new UserError(`${above.slice(1).join(".")} is a value, and has nothing in it that could be set.`);
    document.deleteIn(above);
  }
  const former = document.getIn(all, true);
  if (former !== undefined && JSON.stringify(former) === JSON.stringify(value)) return;
  const node: Node = document.createNode(value);
  if (isNode(former)) Object.assign(node, commentsOf(former));
  document.setIn(all, node);
}

/** What people have written about a setting stays when its value changes. */
const commentsOf = ({ comment, commentBefore, spaceBefore }: Node) => ({
  ...(comment && { comment }),
  ...(commentBefore && { commentBefore }),
  ...(spaceBefore && { spaceBefore }),
});

/** Removes what is at a path in the config; whether there was anything. */
export function removeAt({ document }: StackFile, path: readonly (string | number)[]): boolean {
  const all = ["config", ...path];
  return document.hasIn(all) && document.deleteIn(all);
}

const scalarOf = (node: unknown): unknown => (isScalar(node) ? node.value : node);

/** The names in a map of the config, in the file's order. */
export function namesAt({ document }: StackFile, path: readonly (string | number)[]): string[] {
  const node = document.getIn(["config", ...path]);
  return isMap(node) ? node.items.map(({ key }) => String(key)) : [];
}

function plain(document: Document, path: readonly (string | number)[]): unknown {
  const { config } = document.toJS() as { config?: unknown };
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], config);
}

function missing(folder: string, stack: string): string {
  const stacks = stackFiles(folder).map((file) => file.stack);
  const near = nearest(stack, stacks);
  const there = stacks.length === 0 ? "There is none here." : `The stacks here: ${stacks.join(", ")}.`;
  return `There is no file Pulumi.${stack}.yaml in ${folder}. ${near === undefined ? "" : `Did you mean ${near}? `}${there}`;
}
