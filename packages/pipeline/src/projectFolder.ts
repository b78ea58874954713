import { UserError } from "@ublog/terminal/errors";
import { findProject } from "@ublog/terminal/findProject";

/** The folder of the project that a folder is in. */
export function projectFolder(from: string): string {
  const found = findProject(from);
  if (found === undefined) throw new UserError(`There is no Pulumi.yaml in ${from} or above it.`);
  return found;
}
