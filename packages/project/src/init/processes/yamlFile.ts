import { posix } from "node:path";
import { messageOf, UserError } from "@ublog/terminal/errors";
import { parse } from "yaml";
import { firstLine } from "../django/requirements.ts";
import type { Tree } from "../tree.ts";
import { recordOf } from "./shapes.ts";

/** A YAML file of the project. Throws a UserError where it can't be read. */
export function parsedYaml(tree: Tree, file: string, shown: string): Record<string, unknown> {
  try {
    return recordOf(parse(tree.read(file) ?? "", { merge: true, logLevel: "error" }));
  } catch (error) {
    throw new UserError(
      `${posix.join(shown, file)} is not valid YAML: ${firstLine(messageOf(error))}. Mend it, and run init again.`,
    );
  }
}
