import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../src/programs/repository.ts";

/** The README of this package, with what it shows of commands as they print it. */
export function readme(): string {
  const text = readFileSync(join(repository, "packages/estimates/README.md"), "utf8");
  return text.replaceAll(/^ {4}/gm, "");
}
