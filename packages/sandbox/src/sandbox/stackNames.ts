import { readdirSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";

/** What Pulumi takes as a stack's name; one that begins with a hyphen would be taken for an option. */
const NAME = /^\w[\w.-]{0,99}$/;

/** A stack of the project, as `--stack` names it; undefined for one of another project. */
export function stackNamed(reference: string, project: string): string | undefined {
  const [name, itsProject, organization] = reference.split("/").reverse();
  const isOwn = itsProject === undefined || itsProject === "organization" || itsProject === project;
  return isOwn && (organization ?? "organization") === "organization" ? name : undefined;
}

/** The stacks that a folder has settings of, by name. */
export function stackFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** Says that there is no such stack, and which exist. */
export function noStack(reference: string, stacks: readonly string[]): string {
  const name = reference.split("/").at(-1) ?? reference;
  const guess = nearest(name, stacks);
  const [first] = stacks;
  return [
    `There is no stack ${shown(reference)}.`,
    ...(guess === undefined ? [] : [`Did you mean ${guess}?`]),
    `The stacks here: ${stacks.join(", ") || "none"}.`,
    NAME.test(name) && stackNamed(reference, reference.split("/").at(-2) ?? "") === name
      ? `For a new one, write its settings into Pulumi.${name}.yaml${first === undefined ? "" : `, as Pulumi.${first}.yaml has them`}.`
      : "A name has letters, digits, hyphens, underscores and periods, 100 at most.",
  ].join(" ");
}

/** Refuses work on stacks whose settings are missing. */
export function needStackFiles(folder: string, needed: readonly string[], what: string): void {
  const stacks = stackFilesIn(folder);
  const missing = needed.filter((stack) => !stacks.includes(stack)).map((stack) => `Pulumi.${stack}.yaml`);
  if (missing.length === 0) return;
  const those = missing.length === 1 ? "it is" : "they are";
  throw new UserError(
    `${what} needs ${needed.map((stack) => `Pulumi.${stack}.yaml`).join(" and ")}, and ${missing.join(" and ")} ${missing.length === 1 ? "isn't" : "aren't"} in ${folder}. If ${those} only deleted: git checkout -- ${missing.join(" ")}`,
  );
}

function shown(reference: string): string {
  const text = JSON.stringify(reference);
  return text.length > 60 ? `${text.slice(0, 59)}…" (${reference.length} characters)` : text;
}
