import { readFileSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { systemCause } from "@ublog/terminal/explain";
import { type Document, isMap, parseDocument } from "yaml";

/** What is in a file; undefined where there is none. Says why if it can't be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError(
      systemCause(Object.assign(error as Error, { path })) ?? `${path} can't be read: ${error}`,
    );
  }
}

/** The text of a project or stack file, which is a map of settings, or empty. Says what is wrong with any other. */
export function parseSettings(text: string, path: string): Document {
  if (text.includes("\0") || text.includes("\uFFFD"))
    throw new UserError(`${path} is not text in UTF-8. Write its settings as YAML.`);
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new UserError(`${path} is not valid YAML: ${error.message}`);
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    throw new UserError(`${path} is not valid YAML: ${(error as Error).message}`);
  }
  const { contents } = document;
  if (content !== null && !isMap(contents))
    throw new UserError(
      `${path} is ${kindOf(content)}, and must be a map of settings, such as\n\nconfig:\n  ublog:program: app\n`,
    );
  const config = isMap(contents) ? (content as { config?: unknown }).config : undefined;
  if (config !== undefined && config !== null && (typeof config !== "object" || Array.isArray(config)))
    throw new UserError(
      `${path}: config is ${kindOf(config)}, and must be a map of settings, such as\n\nconfig:\n  ublog:program: app\n`,
    );
  return document;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : `${JSON.stringify(value)}`.slice(0, 60);
}
