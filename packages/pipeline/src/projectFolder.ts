import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "@ublog/terminal/errors";

/** The folder of `Pulumi.yaml`, at or above a folder. */
export function projectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) throw new UserError(`There is no Pulumi.yaml in ${from} or above it.`);
  }
}
